package dev.retort.cli;

import dev.retort.cli.http.Gateway;
import dev.retort.cli.http.Prediction;
import dev.retort.cli.stack.Service;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "predict", description = "Asks the running gateway what images show.", mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "PNG, JPEG or WebP, any size.")
    List<Path> images = List.of();

    @Option(names = "--top", paramLabel = "K", defaultValue = "3", description = "Classes to show. Default: 3")
    int top = 3;

    @Option(names = "--url", paramLabel = "URL", description = "A gateway elsewhere, such as http://127.0.0.1:8080")
    @Nullable
    URI url;

    @Mixin
    DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        URI address = url != null ? url : data.running().address(Service.GATEWAY);
        Gateway gateway = new Gateway(address);
        for (Path image : images) {
            print(image, gateway.predict(image));
        }
        return ExitCode.OK;
    }

    private void print(Path image, Prediction prediction) {
        System.out.printf("%s  (model %.12s, %.1f ms)%n", image, prediction.modelVersion(), prediction.milliseconds());
        prediction.predictions().stream()
                .limit(top)
                .forEach(candidate ->
                        System.out.printf("  %5.1f %%  %s%n", 100 * candidate.probability(), candidate.label()));
    }
}
