package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.retort.contracts.experiment.DistillationLoss;
import dev.retort.contracts.experiment.OptimizerSpec;
import dev.retort.contracts.experiment.Precision;
import dev.retort.distill.memory.NativeHeap;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.weights.Initialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateSnapshotTest {
    private static final Network NETWORK = Networks.create("resnet20", ImageShape.CIFAR, 10);
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
    private static final TrainingBatch BATCH = new TrainingBatch(new byte[4 * 3 * 32 * 32], new int[4], null);

    @Test
    void staysAsItWasWhenItsNetworkGoesOnAndIsClosed() throws IOException {
        TrainingState then;
        StateSnapshot snapshot;
        try (TrainableNetwork net = open()) {
            net.step(BATCH, 0.1);
            then = net.state();
            snapshot = net.snapshot();
            net.step(BATCH, 0.1);
            assertThat(net.state()).isNotEqualTo(then);
        }
        try (snapshot) {
            assertThat(snapshot.toState()).isEqualTo(then);
            assertThat(file(snapshot)).isEqualTo(then.toSafetensors(NETWORK));
        }
    }

    /** A collector that has to find room for a state finds it once, and keeps it. */
    @Test
    void isTakenAndWrittenWithoutTheHeap() throws IOException {
        try (TrainableNetwork net = open()) {
            int stateBytes = net.state().toSafetensors(NETWORK).length;
            takeAndWrite(net);
            long before = allocatedBytes();

            takeAndWrite(net);

            assertThat(allocatedBytes() - before).isLessThan(stateBytes / 2);
        }
    }

    @Test
    void leavesNoMemoryBehindOnceItIsClosed() throws IOException {
        assumeThat(NativeHeap.bytesInUse()).isPresent();
        try (TrainableNetwork net = open()) {
            takeAndWrite(net);
            long stateBytes = net.state().toSafetensors(NETWORK).length;
            long before = NativeHeap.bytesInUse().orElseThrow();

            for (int i = 0; i < 20; i++) {
                takeAndWrite(net);
            }

            assertThat(NativeHeap.bytesInUse().orElseThrow() - before).isLessThan(10 * stateBytes);
        }
    }

    @Test
    void isNotReadOnceItIsClosed() {
        try (TrainableNetwork net = open()) {
            StateSnapshot snapshot = net.snapshot();
            snapshot.close();
            snapshot.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> snapshot.writeSafetensors(OutputStream.nullOutputStream()))
                    .withMessage("the snapshot is closed");
        }
    }

    private static TrainableNetwork open() {
        TrainingSettings settings = new TrainingSettings(
                Precision.FP32, 1, new OptimizerSpec.Sgd(0.1, 0.9, true, 5e-4), 0, new DistillationLoss(0.1, 0.9, 4));
        TrainingState fresh = TrainingState.fresh(NETWORK, Initialization.kaiming(NETWORK, 1));
        return TrainableNetwork.open(NETWORK, NORMALIZATION, settings, fresh);
    }

    private static void takeAndWrite(TrainableNetwork net) throws IOException {
        try (StateSnapshot snapshot = net.snapshot()) {
            snapshot.writeSafetensors(OutputStream.nullOutputStream());
        }
    }

    private static byte[] file(StateSnapshot snapshot) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        snapshot.writeSafetensors(file);
        return file.toByteArray();
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }
}
