package dev.retort.cli.faults;

/** An experiment whose phases take some seconds each, and of which there is a checkpoint every few steps. */
final class SmallRun {
    static final int CHECKPOINT_EVERY = 20;
    static final int BATCHES = 640;
    static final int CHECKPOINTS_OF_TEACHER = 8;
    static final int CHECKPOINTS_OF_ARM = 10;
    static final String ARM = "distilled";
    static final String OTHER_ARM = "alone";

    static final String YAML = """
            name: small-run
            dataset: {source: drawn, trainImages: 320, testImages: 64, heldOutImages: 64}
            teacher: {network: resnet8, epochs: 20, batchSize: 32, checkpointEverySteps: 20}
            transferSet: {views: 80, batchSize: 32, partitions: 2}
            student: {network: resnet8, epochs: 25, checkpointEverySteps: 20}
            arms:
              - name: distilled
                loss: {hardLabelWeight: 0.1, softTargetWeight: 0.9, temperature: 4}
              - name: alone
                loss: {hardLabelWeight: 1, softTargetWeight: 0}
                promote: false
            """;

    private SmallRun() {}
}
