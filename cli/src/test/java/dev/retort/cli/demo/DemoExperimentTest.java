package dev.retort.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DemoExperimentTest {
    private static final String YAML = """
            # Words for people.
            name: small
            dataset: {source: drawn, trainImages: 100, testImages: 10, heldOutImages: 10}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 2}
            arms:
              - name: distilled
                loss: {temperature: 3}
            continuous:
              trigger: {newSamples: 64, everySeconds: 30, drift: true}
              replay: {share: 0.25}
            """;

    @Test
    void saysTheSameAgainWhereNothingIsChanged() throws Exception {
        assertThat(ExperimentReader.read(new DemoExperiment(YAML).text())).isEqualTo(ExperimentReader.read(YAML));
    }

    @Test
    void changesWhatAVariantIsAbout() throws Exception {
        Experiment usual = read(new DemoExperiment(YAML).withSeed(7));
        Experiment still = read(new DemoExperiment(YAML).withSeed(7).withoutRetraining());
        Experiment forgetful = read(new DemoExperiment(YAML).withSeed(7).withoutReplay());

        assertThat(usual.seed()).isEqualTo(7);
        assertThat(continuous(usual).replay().seed()).isEqualTo(7);
        assertThat(continuous(usual).replay().share()).isEqualTo(0.25);
        assertThat(continuous(forgetful).replay().share()).isZero();
        assertThat(continuous(forgetful).trigger()).isEqualTo(continuous(usual).trigger());
        assertThat(continuous(still).trigger().newSamples()).isEqualTo(1_000_000);
        assertThat(continuous(still).trigger().drift()).isFalse();
        assertThat(continuous(still).replay()).isEqualTo(continuous(usual).replay());
    }

    @Test
    void keepsEverythingElse() throws Exception {
        Experiment shipped = ExperimentReader.read(YAML);
        Experiment changed = read(new DemoExperiment(YAML).withSeed(7).withoutReplay());

        assertThat(changed.name()).isEqualTo(shipped.name());
        assertThat(changed.dataset()).isEqualTo(shipped.dataset());
        assertThat(changed.student()).isEqualTo(shipped.student());
        assertThat(changed.arms()).isEqualTo(shipped.arms());
    }

    private static Experiment read(DemoExperiment experiment) throws Exception {
        return ExperimentReader.read(experiment.text());
    }

    private static ContinuousSpec continuous(Experiment experiment) {
        return Objects.requireNonNull(experiment.continuous());
    }
}
