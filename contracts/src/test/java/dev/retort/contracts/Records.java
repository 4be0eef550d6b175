package dev.retort.contracts;

import com.fasterxml.jackson.core.JsonPointer;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
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

    /** Whether what is at this place of the record's JSON may be absent. */
    public static boolean isOptional(Class<?> record, JsonPointer place) {
        Class<?> type = record;
        JsonPointer rest = place;
        while (type.isRecord()) {
            String name = rest.getMatchingProperty();
            Optional<RecordComponent> component = Arrays.stream(type.getRecordComponents())
                    .filter(candidate -> candidate.getName().equals(name))
                    .findFirst();
            rest = rest.tail();
            if (component.isEmpty() || rest.matches()) {
                return component.filter(Records::isOptional).isPresent();
            }
            type = component.get().getType();
        }
        return false;
    }

    public static Stream<String> optionalComponents(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(Records::isOptional)
                .map(RecordComponent::getName);
    }
}
