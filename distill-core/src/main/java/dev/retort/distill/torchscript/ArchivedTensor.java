package dev.retort.distill.torchscript;

import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.weights.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A tensor as it lies in an archive: its type, and where each value is. */
public final class ArchivedTensor {
    private static final int HALF_WIDTH = 16;
    private static final int PIECE = 16 * 1024;

    private final Storage storage;
    private final long[] shape;
    private final int[] strides;
    private final float[] values;

    private ArchivedTensor(Storage storage, long[] shape, int[] strides, float[] values) {
        this.storage = storage;
        this.shape = shape;
        this.strides = strides;
        this.values = values;
    }

    /** Types of storages, by their names in {@code torch}. */
    enum Storage {
        FLOAT("FloatStorage", Float.BYTES),
        BFLOAT16("BFloat16Storage", Short.BYTES);

        private final String type;
        private final int valueBytes;

        Storage(String type, int valueBytes) {
            this.type = type;
            this.valueBytes = valueBytes;
        }

        String type() {
            return type;
        }

        private void put(float value, ByteBuffer bytes) {
            switch (this) {
                case FLOAT -> bytes.putFloat(value);
                case BFLOAT16 -> bytes.putShort(bfloat16(value));
            }
        }
    }

    /** In fp32, row-major. */
    public static ArchivedTensor floats(Tensor tensor) {
        return new ArchivedTensor(Storage.FLOAT, tensor.shape(), rowMajor(tensor.shape()), tensor.values());
    }

    /** In bf16 or fp32; [o, i, h, w] lies as [o, h, w, i], as channels_last wants it. */
    static ArchivedTensor weight(Tensor tensor, Precision precision) {
        Storage storage = precision == Precision.BF16 ? Storage.BFLOAT16 : Storage.FLOAT;
        long[] shape = tensor.shape();
        return shape.length == 4
                ? new ArchivedTensor(storage, shape, channelsLast(shape), permuted(tensor))
                : new ArchivedTensor(storage, shape, rowMajor(shape), tensor.values());
    }

    Storage storage() {
        return storage;
    }

    int size() {
        return values.length;
    }

    long[] shape() {
        return shape.clone();
    }

    int[] strides() {
        return strides.clone();
    }

    /** A piece at a time: a network's weights need not be in memory twice. */
    void write(OutputStream target) throws IOException {
        byte[] piece = new byte[PIECE * storage.valueBytes];
        ByteBuffer bytes = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            storage.put(value, bytes);
            if (!bytes.hasRemaining()) {
                target.write(piece);
                bytes.clear();
            }
        }
        target.write(piece, 0, bytes.position());
    }

    /** Rounded to the nearest, ties to even. */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int justUnderHalf = (1 << (HALF_WIDTH - 1)) - 1;
        return (short) ((bits + justUnderHalf + ((bits >>> HALF_WIDTH) & 1)) >>> HALF_WIDTH);
    }

    private static float[] permuted(Tensor tensor) {
        int inputs = (int) tensor.shape()[1];
        int area = (int) (tensor.shape()[2] * tensor.shape()[3]);
        float[] values = new float[tensor.values().length];
        for (int at = 0; at < values.length; at++) {
            int output = at / (area * inputs);
            values[(output * area + at % area) * inputs + at / area % inputs] = tensor.values()[at];
        }
        return values;
    }

    private static int[] channelsLast(long[] shape) {
        int inputs = (int) shape[1];
        int width = (int) shape[3];
        return new int[] {inputs * (int) shape[2] * width, 1, inputs * width, inputs};
    }

    private static int[] rowMajor(long[] shape) {
        int[] strides = new int[shape.length];
        Arrays.setAll(
                strides, i -> (int) Arrays.stream(shape, i + 1, shape.length).reduce(1, Math::multiplyExact));
        return strides;
    }
}
