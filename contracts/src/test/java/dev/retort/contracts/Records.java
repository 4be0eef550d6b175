package dev.retort.contracts;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of a sealed hierarchy. */
public final class Records {
    private Records() {}

    public static Stream<Class<?>> permitted(Class<?> sealed) {
        return sealed.isSealed()
                ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(Records::permitted)
                : Stream.of(sealed);
    }

    public static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    public static Stream<String> optionalComponents(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(Records::isOptional)
                .map(RecordComponent::getName);
    }
}
