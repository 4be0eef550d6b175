package dev.retort.teacher.domain;

import java.util.LinkedHashMap;
import java.util.OptionalLong;

/** Which names the latest samples go by: a name is forgotten when so many samples have come after it. */
final class Remembered<K> {
    private final int samples;
    private final LinkedHashMap<K, Long> numbers = new LinkedHashMap<>();

    Remembered(int samples) {
        this.samples = samples;
    }

    /** @param next number of the sample that comes next */
    OptionalLong find(K name, long next) {
        Long number = numbers.get(name);
        return number == null || number < next - samples ? OptionalLong.empty() : OptionalLong.of(number);
    }

    void put(K name, long number) {
        numbers.remove(name);
        numbers.put(name, number);
        while (numbers.firstEntry().getValue() <= number - samples) {
            numbers.pollFirstEntry();
        }
    }
}
