package io.bloomery.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Many share a writing, and nobody is told of one that began before he asked. */
class DurableTest {
  @TempDir Path directory;

  private final AtomicInteger writings = new AtomicInteger();

  private final class Counted extends JdbcTemplate {
    Counted() {
      super(new DriverManagerDataSource("jdbc:h2:file:" + directory.resolve("d"), "sa", ""));
    }

    @Override
    public void execute(String sql) {
      writings.incrementAndGet();
      super.execute(sql);
    }
  }

  @Test
  void whoeverAsksAloneIsWrittenForAtOnceAndEachTime() {
    Durable durable = new Durable(new Counted());
    durable.now();
    durable.now();
    assertThat(writings).hasValue(2);
  }

  @Test
  void whatWasWrittenSinceIsNotWrittenAgain() {
    Durable durable = new Durable(new Counted());
    long moment = System.nanoTime();
    durable.until(moment);
    durable.until(moment);
    assertThat(writings).hasValue(1);
  }

  @Test
  void manyWhoAskTogetherShareAWriting() throws InterruptedException {
    Durable durable = new Durable(new Counted());
    ExecutorService askers = Executors.newFixedThreadPool(40);
    for (int i = 0; i < 40; i++) {
      askers.execute(durable::now);
    }
    askers.shutdown();
    assertThat(askers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    // Threads start one after the other; each writing serves all who came before it.
    assertThat(writings.get()).isBetween(1, 10);
  }
}
