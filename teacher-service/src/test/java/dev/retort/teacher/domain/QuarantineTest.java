package dev.retort.teacher.domain;

import static dev.retort.teacher.domain.Admissions.fill;
import static dev.retort.teacher.domain.Admissions.reason;
import static dev.retort.teacher.domain.Admissions.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.continuous.SourceRecord;
import dev.retort.contracts.sample.StoredSample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sources that send too much that cannot be used. */
class QuarantineTest {
    private final MemoryPixels store = new MemoryPixels();

    @Test
    void putsASourceIntoQuarantineThatSendsTooMuchThatCannotBeUsedAndLetsItInAgain() {
        Admission admission = Admissions.into(store);
        List<Admitted> bad = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bad.add(admission.unreadable(i, "bad", new MalformedMessageException(Reason.NOT_PARSEABLE, "x")));
        }

        assertThat(bad.getLast())
                .isInstanceOfSatisfying(
                        Admitted.Refused.class,
                        refused -> assertThat(refused.quarantine()).isEqualTo(new SourceRecord("bad", 3, 3, 0)));
        assertThat(bad.subList(0, 2))
                .allSatisfy(admitted ->
                        assertThat(((Admitted.Refused) admitted).quarantine()).isNull());
        for (int i = 0; i < 40; i++) {
            assertThat(admission.on(3 + i, sample("bad", i, null, null))).isInstanceOf(Admitted.Ignored.class);
            admission.take();
        }
        assertThat(admission.on(50, sample("bad", 50, null, null))).isInstanceOf(Admitted.Taken.class);
        assertThat(admission.on(51, sample(51))).as("another source").isInstanceOf(Admitted.Taken.class);
    }

    @Test
    void letsNobodyOutOfQuarantineForWhoInventsNames() {
        Admission admission = Admissions.into(store);
        for (int i = 0; i < 3; i++) {
            admission.unreadable(i, "bad", new MalformedMessageException(Reason.NOT_PARSEABLE, "x"));
        }

        for (int i = 0; i < 3000; i++) {
            admission.unreadable(3 + i, "nobody" + i, new MalformedMessageException(Reason.NOT_PARSEABLE, "x"));
        }

        assertThat(admission.on(3003, sample("bad", 1, null, null))).isInstanceOf(Admitted.Ignored.class);
        assertThat(fill(admission, 3004, 2).with(new byte[16], new short[12]).sources())
                .as("what is remembered stays bounded")
                .hasSize(1 + 512)
                .extracting(SourceRecord::source)
                .contains("bad", "nobody2999")
                .doesNotContain("nobody0");
    }

    @Test
    void stillCountsTheNextSourceWhenMoreAreInQuarantineThanCanBeRemembered() {
        Admission admission = Admissions.into(store);
        int offset = 0;
        for (int source = 0; source < 600; source++) {
            for (int i = 0; i < 3; i++) {
                admission.unreadable(
                        offset++, "bad" + source, new MalformedMessageException(Reason.NOT_PARSEABLE, "x"));
            }
        }

        assertThat(admission.on(offset++, sample("bad599", 1, null, null))).isInstanceOf(Admitted.Ignored.class);
        assertThat(admission.on(offset++, sample("bad100", 2, null, null))).isInstanceOf(Admitted.Ignored.class);
        assertThat(admission.on(offset, sample("bad0", 3, null, null)))
                .as("the one that was heard of longest ago is let in again")
                .isInstanceOf(Admitted.Taken.class);
    }

    @Test
    void refusesAnImageThatIsNotInTheStoreAndPutsItsSourceIntoQuarantineLikeAnother() {
        Admission admission = Admissions.into(store);

        assertThat(reason(admission.on(0, StoredSample.of(sample(1))))).isEqualTo(Reason.MISSING_ARTEFACT);

        for (int i = 1; i < 4; i++) {
            admission.on(i, StoredSample.of(sample(1)));
        }
        long asked = store.fetched();
        assertThat(admission.on(4, StoredSample.of(sample(1)))).isInstanceOf(Admitted.Ignored.class);
        assertThat(store.fetched()).as("no more of a source in quarantine").isEqualTo(asked);
    }
}
