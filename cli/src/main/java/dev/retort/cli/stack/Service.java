package dev.retort.cli.stack;

/** The services of Retort, by the name of their module. */
public enum Service {
    TEACHER("teacher-service", true),
    TRAINER("student-trainer", true),
    EVALUATION("eval-service", false),
    GATEWAY("serving-gateway", false);

    private final String module;
    private final boolean trains;

    Service(String module, boolean trains) {
        this.module = module;
        this.trains = trains;
    }

    public String module() {
        return module;
    }

    /** Whether libtorch runs in it, whose speed hangs on the memory allocator. */
    public boolean trains() {
        return trains;
    }
}
