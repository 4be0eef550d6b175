package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import java.time.Instant;

/** The run has a teacher, trained now or found; its model artefact is in the store. */
public record TeacherTrained(String run, Digest dataset, Digest teacherVersion, String network, Instant at)
        implements RunEvent {
    public TeacherTrained {
        Arguments.requireName("run", run);
    }
}
