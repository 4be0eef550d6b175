package dev.retort.gateway.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jboss.logging.Logger;

/** When a thread is let onto a core that others want too. */
public enum Turn {
    USUAL,
    /** When nobody else wants it, nearly: nice 19. Java's own priorities do nothing on Linux. */
    LAST;

    private static final Logger LOG = Logger.getLogger(Turn.class);
    private static final int PRIO_PROCESS = 0;
    private static final int LEAST = 19;

    /** Of the thread that calls this, until it ends. Where the system has no such call, nothing changes. */
    public void take() {
        if (this == LAST) {
            try {
                // On Linux, 0 is the calling thread and not the whole process.
                int failed = (int) setpriority().invokeExact(PRIO_PROCESS, 0, LEAST);
                LOG.debugf("setpriority answers %d", failed);
            } catch (Throwable e) {
                LOG.warnf("work in the background has the usual priority: %s", e);
            }
        }
    }

    @SuppressWarnings("restricted") // a function of the C library that takes three numbers
    private static MethodHandle setpriority() {
        if (!System.getProperty("os.name").startsWith("Linux")) {
            throw new UnsupportedOperationException("this is not Linux");
        }
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("setpriority").orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
