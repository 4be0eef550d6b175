package dev.retort.trainer;

import dev.retort.local.testing.LocalStackResource;
import dev.retort.local.testing.OperationsContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OperationsIT extends OperationsContract {
    OperationsIT() {
        super("student trainer");
    }
}
