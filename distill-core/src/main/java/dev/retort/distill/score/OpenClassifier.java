package dev.retort.distill.score;

/** A classifier that holds something native until it is closed. */
public interface OpenClassifier extends Classifier, AutoCloseable {
    @Override
    void close();
}
