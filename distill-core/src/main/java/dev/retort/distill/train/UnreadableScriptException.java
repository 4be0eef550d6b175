package dev.retort.distill.train;

/** Libtorch cannot read a script that we wrote: it may call an operator that this build of libtorch lacks. */
final class UnreadableScriptException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnreadableScriptException(Throwable cause) {
        super("libtorch cannot read the archive that we wrote", cause);
    }
}
