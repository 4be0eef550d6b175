package dev.retort.distill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScriptedModuleTest {
    @Test
    void leavesNoThreadBehindWhenTheScriptCannotBeLoaded() throws Exception {
        Set<Thread> before = torchThreads();

        assertThatThrownBy(() -> ScriptedModule.load("this is no script", Map.of(), 1))
                .isInstanceOf(RuntimeException.class);

        Set<Thread> left = new HashSet<>(torchThreads());
        left.removeAll(before);
        for (Thread thread : left) {
            assertThat(thread.join(Duration.ofSeconds(10)))
                    .as("the thread of the module ends")
                    .isTrue();
        }
    }

    private static Set<Thread> torchThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("libtorch"))
                .collect(Collectors.toSet());
    }
}
