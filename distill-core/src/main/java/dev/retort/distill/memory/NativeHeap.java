package dev.retort.distill.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Memory that native code takes from the process's allocator: how much of it is in use, and that the rest be given back to the
 * system.
 */
// Calls into libc can crash where a signature is wrong; these are of functions that do not change.
@SuppressWarnings("restricted")
public final class NativeHeap {
    private static final Linker LINKER = Linker.nativeLinker();

    /** glibc's struct mallinfo2: ten size_t. */
    private static final MemoryLayout MALLINFO = MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG);

    private static final int MAPPED_BYTES = 4;
    private static final int USED_BYTES = 7;

    private NativeHeap() {}

    /**
     * What was asked for and not given back, without Java's heap and direct buffers. Resident memory would not do: an allocator
     * keeps what is given back, so that whoever loads the second model seems to need none.
     *
     * @return empty where the allocator is another than glibc's or tcmalloc
     */
    public static OptionalLong bytesInUse() {
        try (Arena arena = Arena.ofConfined()) {
            OptionalLong allocated = allocated(arena);
            return allocated.isPresent()
                    ? OptionalLong.of(allocated.getAsLong() - directBuffers())
                    : OptionalLong.empty();
        } catch (Throwable e) {
            // A libc that we do not know: then it is not known.
            return OptionalLong.empty();
        }
    }

    /**
     * Gives pages that nothing uses back to the system, wherever in the heap they lie; those that are needed again are faulted
     * in again. Does nothing where the allocator is another than glibc's or tcmalloc.
     */
    public static void giveBack() {
        try (Arena arena = Arena.ofConfined()) {
            Optional<MemorySegment> tcmalloc = find(arena, "MallocExtension_ReleaseFreeMemory");
            Optional<MemorySegment> glibc = find(arena, "malloc_trim");
            if (tcmalloc.isPresent()) {
                LINKER.downcallHandle(tcmalloc.get(), FunctionDescriptor.ofVoid())
                        .invokeExact();
            } else if (glibc.isPresent() && find(arena, "mallctl").isEmpty()) {
                int _ = (int) LINKER.downcallHandle(
                                glibc.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG))
                        .invokeExact(0L);
            }
        } catch (Throwable _) {
            // A libc that we do not know: then it keeps what it has.
        }
    }

    private static OptionalLong allocated(Arena arena) throws Throwable {
        if (find(arena, "mallctl").isPresent()) {
            return OptionalLong.empty();
        }
        Optional<MemorySegment> tcmalloc = find(arena, "MallocExtension_GetNumericProperty");
        if (tcmalloc.isPresent()) {
            return tcmalloc(arena, tcmalloc.get());
        }
        Optional<MemorySegment> glibc = find(arena, "mallinfo2");
        return glibc.isPresent() ? OptionalLong.of(glibc(arena, glibc.get())) : OptionalLong.empty();
    }

    /** In the order in which the process itself would find it, a preloaded allocator first. */
    private static Optional<MemorySegment> find(Arena arena, String symbol) throws Throwable {
        SymbolLookup libc = LINKER.defaultLookup();
        MethodHandle dlsym = LINKER.downcallHandle(
                libc.findOrThrow("dlsym"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        MemorySegment found = (MemorySegment) dlsym.invokeExact(MemorySegment.NULL, arena.allocateFrom(symbol));
        return found.address() == 0 ? Optional.empty() : Optional.of(found);
    }

    private static OptionalLong tcmalloc(Arena arena, MemorySegment function) throws Throwable {
        MethodHandle property = LINKER.downcallHandle(
                function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
        int known = (int) property.invokeExact(arena.allocateFrom("generic.current_allocated_bytes"), value);
        return known == 1 ? OptionalLong.of(value.get(ValueLayout.JAVA_LONG, 0)) : OptionalLong.empty();
    }

    private static long glibc(Arena arena, MemorySegment function) throws Throwable {
        MethodHandle mallinfo =
                LINKER.downcallHandle(function, FunctionDescriptor.of(MemoryLayout.structLayout(MALLINFO)));
        MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
        return info.getAtIndex(ValueLayout.JAVA_LONG, USED_BYTES)
                + info.getAtIndex(ValueLayout.JAVA_LONG, MAPPED_BYTES);
    }

    /** Java takes these from the same allocator, and gives them back when its collector finds the time. */
    private static long directBuffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
