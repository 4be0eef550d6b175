package dev.retort.contracts.event;

/** Whose checkpoint it is. A teacher is scored for comparison and never served. */
public enum Role {
    TEACHER,
    STUDENT
}
