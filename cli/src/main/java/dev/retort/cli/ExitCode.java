package dev.retort.cli;

/** What the commands answer to a shell; {@code ./retort --help} lists them. */
public final class ExitCode {
    public static final int OK = 0;
    /** It was tried and did not work: a run failed, a service died, a request was refused. */
    public static final int FAILURE = 1;
    /** The command line or the experiment is wrong. */
    public static final int USAGE = 2;
    /** The machine is not as it must be: a port in use, nothing built, nothing running, a locked folder, a full disk. */
    public static final int ENVIRONMENT = 3;

    private ExitCode() {}
}
