package dev.retort.cli.up;

import dev.retort.cli.CommandFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Where the libraries of this process log to: nowhere, or into a file; never onto the terminal. */
public final class ServerLogs {
    private static final Logger ROOT = Logger.getLogger("");
    private static final int GREATEST_BYTES = 20 * 1024 * 1024;

    /** A log that cannot be written, on a full disk say, is no news beside what else does not work then. */
    private static final ErrorManager SILENT = new ErrorManager() {
        @Override
        public synchronized void error(String message, Exception failure, int code) {}
    };

    private ServerLogs() {}

    public static void toNowhere() {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.OFF);
    }

    /** While it is open, what is printed goes to the log; Kafka prints while it formats a new directory. */
    static final class Diversion implements AutoCloseable {
        private final PrintStream terminal = System.out;
        private final PrintStream log;

        private Diversion(Path file) throws IOException {
            log = new PrintStream(file.toFile(), StandardCharsets.UTF_8);
            System.setOut(log);
        }

        @Override
        public void close() {
            System.setOut(terminal);
            log.close();
        }
    }

    /**
     * From now on they log into a file.
     *
     * @param printed takes what they print until the diversion is closed
     */
    static Diversion to(Path file, Path printed) {
        try {
            Handler handler = new FileHandler(file.toString().replace("%", "%%"), GREATEST_BYTES, 1, true);
            handler.setFormatter(new SimpleFormatter());
            handler.setLevel(Level.ALL);
            handler.setErrorManager(SILENT);
            ROOT.addHandler(handler);
            ROOT.setLevel(Level.INFO);
            return new Diversion(printed);
        } catch (IOException e) {
            throw CommandFailure.environment(
                    "%s cannot be written (%s): is the disk full?".formatted(file, e.getMessage()), e);
        }
    }
}
