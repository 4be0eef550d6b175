package dev.retort.cli.demo;

import dev.retort.cli.http.Prediction;
import dev.retort.cli.run.Pictures;
import dev.retort.distill.data.ImageSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Some images whose labels are known, shown to the gateway now and then. */
final class Probe {
    private final List<byte[]> pngs;
    private final List<String> labels;

    /** @param images its first ones are taken, {@code count} at most */
    Probe(ImageSet images, List<String> classes, int count) {
        int taken = Math.min(count, images.size());
        this.pngs = IntStream.range(0, taken)
                .mapToObj(index -> Pictures.png(images, index))
                .toList();
        this.labels = IntStream.range(0, taken)
                .mapToObj(index -> classes.get(images.label(index)))
                .toList();
    }

    /** Share of right answers among the answers; nothing where no request was answered. */
    OptionalDouble accuracy(GatewayTraffic traffic, ExecutorService clients) throws InterruptedException {
        List<Future<Optional<Prediction>>> answers = new ArrayList<>();
        for (byte[] png : pngs) {
            answers.add(clients.submit(() -> traffic.ask(png)));
        }
        int answered = 0;
        int right = 0;
        for (int i = 0; i < answers.size(); i++) {
            Optional<Prediction> answer = get(answers.get(i));
            answered += answer.isPresent() ? 1 : 0;
            right += answer.isPresent() && answer.get().best().label().equals(labels.get(i)) ? 1 : 0;
        }
        return answered == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) right / answered);
    }

    private static Optional<Prediction> get(Future<Optional<Prediction>> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking the gateway ended with a defect of ours", e.getCause());
        }
    }
}
