package dev.retort.gateway.domain;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Images that wait for work in the background: so many, of so many bytes, and no more. */
public final class Backlog {
    private final int greatestImages;
    private final long greatestBytes;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private int images;
    private long bytes;

    private record Task(KeptImages images, Consumer<Images> work) {}

    /** @param greatestBytes of the copies that are kept of the images */
    public Backlog(int greatestImages, long greatestBytes) {
        if (greatestImages < 1 || greatestBytes < 1) {
            throw new IllegalArgumentException(
                    "no room for what waits: %d images, %d bytes".formatted(greatestImages, greatestBytes));
        }
        this.greatestImages = greatestImages;
        this.greatestBytes = greatestBytes;
    }

    /**
     * Returns at once. Copies the images, whose memory is another's.
     *
     * @param work given the copy
     * @return false if there is no room; then nothing is kept
     */
    public boolean offer(Images asked, Consumer<Images> work) {
        long most = KeptImages.mostBytes(asked);
        if (!take(asked.count(), most)) {
            return false;
        }
        KeptImages kept = KeptImages.of(asked);
        give(0, most - kept.bytes());
        tasks.add(new Task(kept, work));
        return true;
    }

    /** Waits for the next images, works on them, and then makes room for others. */
    public void workOnNext() throws InterruptedException {
        Task task = tasks.take();
        try {
            task.work().accept(task.images().images());
        } finally {
            give(task.images().count(), task.images().bytes());
        }
    }

    private synchronized boolean take(int moreImages, long moreBytes) {
        boolean room = images + moreImages <= greatestImages && bytes + moreBytes <= greatestBytes;
        if (room) {
            images += moreImages;
            bytes += moreBytes;
        }
        return room;
    }

    private synchronized void give(int fewerImages, long fewerBytes) {
        images -= fewerImages;
        bytes -= fewerBytes;
    }
}
