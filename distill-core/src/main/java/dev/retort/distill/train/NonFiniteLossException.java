package dev.retort.distill.train;

/** Loss or gradient of a step is not a number or infinite; the step's update was not made. */
public final class NonFiniteLossException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NonFiniteLossException(double loss) {
        super("loss or gradient is not finite (loss " + loss
                + "): lower the learning rate, lengthen the warm-up, or train in fp32");
    }
}
