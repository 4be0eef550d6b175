package dev.retort.trainer.messaging;

import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.distill.view.ViewRenderer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A transfer set read again, sample by sample, from any sample on, over and over. Confined to one thread. */
public final class ReplayReader {
    private final TransferSet set;
    private final SoftTargetReader reader;
    private final ViewRenderer renderer;
    private int place;
    private @Nullable SoftTargetBatch batch;

    /** @param reader that has come to the batch of the first sample */
    ReplayReader(TransferSet set, SoftTargetReader reader, ViewRenderer renderer, int firstPlace) {
        this.set = set;
        this.reader = reader;
        this.renderer = renderer;
        this.place = firstPlace;
    }

    /** Goes to the next sample; of the first one it has to be called as well. Waits until it is on the log. */
    public Replayed next() throws InterruptedException {
        if (batch == null) {
            batch = reader.next().batch();
        } else if (place == set.batchSize()) {
            batch = reader.next().batch();
            place = 0;
        }
        return new Replayed(batch, place++, renderer);
    }

    /** One old sample. */
    public record Replayed(SoftTargetBatch batch, int place, ViewRenderer renderer) {
        public int label() {
            return batch.hardLabels()[place];
        }

        /** [classes], binary16. */
        public short[] logits() {
            int from = place * batch.classes();
            return Arrays.copyOfRange(batch.logits(), from, from + batch.classes());
        }

        /** Writes the view that the teacher saw. */
        public void render(byte[] target, int offset) {
            renderer.render(batch.view(), batch.datasetIndices()[place], target, offset);
        }
    }
}
