package dev.retort.gateway.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jboss.logging.Logger;

/** When a thread is let onto a core that others want too. Java's own priorities do nothing on Linux. */
public enum Turn {
    USUAL(0),
    /** A third of what the usual gets beside it, so that it comes to an end in any case. */
    LATER(5),
    /** When nobody else wants it, nearly. */
    LAST(19);

    private static final Logger LOG = Logger.getLogger(Turn.class);

    private final int niceness;

    /** @param niceness more than that of the thread so far; 19 is the greatest there is */
    Turn(int niceness) {
        this.niceness = niceness;
    }

    /**
     * Of the thread that calls this, until it ends, and of those that it starts. Where the system has no such call, nothing
     * changes.
     */
    public void take() {
        if (this != USUAL) {
            try {
                // On Linux it is of the calling thread, and not of the whole process.
                int now = (int) nice().invokeExact(niceness);
                LOG.debugf("nice answers %d", now);
            } catch (Throwable e) {
                LOG.warnf("work in the background has the usual priority: %s", e);
            }
        }
    }

    @SuppressWarnings("restricted") // a function of the C library that takes a number
    private static MethodHandle nice() {
        if (!System.getProperty("os.name").startsWith("Linux")) {
            throw new UnsupportedOperationException("this is not Linux");
        }
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("nice").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
