package dev.retort.cli;

/** Ends a command; the message says what was wrong and what to do, and is all that the user sees. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Something was tried and did not work. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.FAILURE, message);
    }

    public static CommandFailure failed(String message, Throwable cause) {
        return new CommandFailure(ExitCode.FAILURE, message, cause);
    }

    /** The user asked for something that cannot be. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** The machine is in the way. */
    public static CommandFailure environment(String message) {
        return new CommandFailure(ExitCode.ENVIRONMENT, message);
    }

    public static CommandFailure environment(String message, Throwable cause) {
        return new CommandFailure(ExitCode.ENVIRONMENT, message, cause);
    }

    public int exitCode() {
        return exitCode;
    }
}
