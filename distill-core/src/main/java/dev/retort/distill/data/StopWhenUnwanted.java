package dev.retort.distill.data;

import java.util.function.BooleanSupplier;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** Ends a reader's work when nobody wants it any more: row by row, for a reader is to be aborted by its own thread alone. */
record StopWhenUnwanted(BooleanSupplier isUnwanted) implements IIOReadProgressListener {
    @Override
    public void imageProgress(ImageReader reader, float percentageDone) {
        if (isUnwanted.getAsBoolean()) {
            reader.abort();
        }
    }

    @Override
    public void sequenceStarted(ImageReader reader, int minIndex) {
        // Of no interest, as all below.
    }

    @Override
    public void sequenceComplete(ImageReader reader) {}

    @Override
    public void imageStarted(ImageReader reader, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader reader) {}

    @Override
    public void thumbnailStarted(ImageReader reader, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader reader, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader reader) {}

    @Override
    public void readAborted(ImageReader reader) {}
}
