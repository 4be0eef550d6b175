package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.Configs;
import dev.retort.gateway.domain.Deadline;
import io.quarkus.runtime.ShutdownEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DecodingTest {
    private static final int SIDE = 2000;
    private static final long PIXEL_BYTES = 3L * SIDE * SIDE;
    private static final ByteBuffer LARGE = png(SIDE);

    private final ByteBudget budget = new ByteBudget(2 * PIXEL_BYTES);
    private final Decoding decoding = new Decoding(budget, Configs.with("queue", "1"));
    private final RequestEnd end = new RequestEnd();

    @AfterEach
    void stop() {
        decoding.stop(new ShutdownEvent());
    }

    @Test
    void givesBackWhatDecodingTook() throws Exception {
        byte[] pixels = decoding.decode(LARGE, ImageShape.CIFAR, patient());

        assertThat(pixels).hasSize(ImageShape.CIFAR.size());
        assertThat(budget.taken()).isZero();
    }

    @Test
    void refusesForNowWhatHasNoRoomBesideOthers() {
        budget.take(PIXEL_BYTES + 1);

        assertThat(refused(LARGE, patient()).status()).isEqualTo(429);
        assertThat(budget.taken()).isEqualTo(PIXEL_BYTES + 1);
    }

    @Test
    void refusesForGoodWhatNeverHasRoom() {
        Decoding small = new Decoding(new ByteBudget(PIXEL_BYTES - 1), Configs.with("queue", "1"));

        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> small.decode(LARGE, ImageShape.CIFAR, patient()));

        small.stop(new ShutdownEvent());
        assertThat(refused.status()).isEqualTo(413);
    }

    @Test
    void answersAtTheDeadlineAndDoesNotGoOn() {
        Asker impatient = new Asker(Deadline.in(Duration.ofMillis(5)), end);

        assertThat(refused(LARGE, impatient).status()).isEqualTo(504);
        await().until(() -> budget.taken() == 0);
    }

    @Test
    void doesNotDecodeForAClientThatHasGone() {
        end.come();

        assertThat(refused(LARGE, patient()).getMessage()).contains("the client closed the connection");
        assertThat(budget.taken()).isZero();
    }

    @Test
    void refusesWhatWouldWaitBehindTooManyOthers() {
        Decoding busy = new Decoding(new ByteBudget(Long.MAX_VALUE / 2), Configs.with("queue", "1"));
        int cores = Runtime.getRuntime().availableProcessors();
        AtomicInteger refused = new AtomicInteger();
        CompletableFuture<?>[] clients = new CompletableFuture<?>[8 * cores];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = CompletableFuture.runAsync(
                    () -> {
                        try {
                            busy.decode(LARGE, ImageShape.CIFAR, patient());
                        } catch (ApiException e) {
                            assertThat(e.status()).isEqualTo(429);
                            refused.incrementAndGet();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    },
                    task -> Thread.ofVirtual().start(task));
        }
        CompletableFuture.allOf(clients).join();

        busy.stop(new ShutdownEvent());
        assertThat(refused).hasValueGreaterThan(0);
    }

    private ApiException refused(ByteBuffer file, Asker asker) {
        return catchThrowableOfType(ApiException.class, () -> decoding.decode(file, ImageShape.CIFAR, asker));
    }

    private Asker patient() {
        return new Asker(Deadline.in(Duration.ofMinutes(1)), end);
    }

    private static ByteBuffer png(int side) {
        try {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR), "png", file);
            return ByteBuffer.wrap(file.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("memory that cannot be written", e);
        }
    }
}
