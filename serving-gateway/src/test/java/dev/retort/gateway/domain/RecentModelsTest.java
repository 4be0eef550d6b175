package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentModelsTest {
    private final RecentModels models = new RecentModels(2);
    private final FakeModel a = new FakeModel(FakeModel.version("a"));
    private final FakeModel b = new FakeModel(FakeModel.version("b"));
    private final FakeModel c = new FakeModel(FakeModel.version("c"));

    @Test
    void saysWhichVersionsAreHere() {
        models.add(a);
        models.add(b);
        models.add(c);

        assertThat(models.versions()).containsExactly(b.version(), c.version());
    }

    @Test
    void closesTheOneThatNobodyAskedForLongest() {
        models.add(a);
        models.add(b);
        models.lease(a.version()).orElseThrow().close();

        models.add(c);

        assertThat(b.isClosed()).isTrue();
        assertThat(models.lease(b.version())).isEmpty();
        assertThat(a.isClosed() || c.isClosed()).isFalse();
    }

    @Test
    void closesNoModelThatIsStillAsked() {
        models.add(a);
        Lease lease = models.lease(a.version()).orElseThrow();
        models.add(b);
        models.add(c);

        assertThat(a.isClosed()).isFalse();
        lease.close();
        assertThat(a.isClosed()).isTrue();
    }

    @Test
    void closesAllWhenItIsCleared() {
        models.add(a);
        models.add(b);

        models.clear();

        assertThat(a.timesClosed()).isEqualTo(1);
        assertThat(b.timesClosed()).isEqualTo(1);
        assertThat(models.lease(a.version())).isEmpty();
    }
}
