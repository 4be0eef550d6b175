package dev.retort.contracts;

/**
 * Prefixes of the object store. Everything under a digest is immutable; {@link #MANIFEST} is written last and
 * makes the rest exist. The digest of an artefact is the digest of its manifest, which names the digest of every file.
 */
public final class ObjectKeys {
    public static final String MANIFEST = "manifest.json";

    private ObjectKeys() {}

    public static String dataset(Digest dataset) {
        return "datasets/" + dataset + "/";
    }

    public static String model(Digest modelVersion) {
        return "models/" + modelVersion + "/";
    }

    public static String predictions(Digest predictions) {
        return "predictions/" + predictions + "/";
    }

    /** Pixels of a new image, an object without manifest; {@code content} is its shape's and its pixels' digest. */
    public static String sample(Digest content) {
        return "samples/" + content;
    }

    /** All checkpoints of one arm of a run, oldest step first when sorted: steps are padded with zeros. */
    public static String checkpoints(String run, String arm) {
        return "runs/" + run + "/checkpoints/" + arm + "/";
    }

    public static String checkpoint(String run, String arm, long step, Digest checkpoint) {
        return checkpoints(run, arm) + "%012d/".formatted(step) + checkpoint + "/";
    }
}
