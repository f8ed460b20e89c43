package dev.tulle.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class KeptAnswersTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a clock may run over
  private final KeptAnswers kept = new KeptAnswers(nanos::get);

  private static UpstreamQuestion question(String name) {
    return new UpstreamQuestion(name, Type.TXT, Wire.RECURSION_DESIRED, false, false);
  }

  private static UpstreamAnswer answer(String name, String... records) throws IOException {
    var query = TestClient.query(name, Type.TXT);
    return UpstreamAnswer.read(FakeUpstream.answer(query, 0, records).toWire()).orElseThrow();
  }

  @Test
  void agesEveryRecordAndForgetsWithTheShortest() throws IOException {
    kept.put(question("a."), answer("a.", "60 TXT one", "40 TXT two"));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(39));
    var aged = new Message(kept.get(question("a.")).orElseThrow());
    assertThat(aged.getSection(Section.ANSWER))
        .extracting(org.xbill.DNS.Record::getTTL)
        .containsExactly(21L, 1L);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(kept.get(question("a."))).isEmpty();
    assertThat(kept.size()).isZero();
  }

  @Test
  void keepsNothingThatMayNotBeKept() throws IOException {
    kept.put(question("a."), answer("a.", "0 TXT one"));
    var endless = answer("a.", "300 TXT one").bytes();
    Wire.setUint32(endless, 25, 0xffff_ffffL);
    kept.put(question("a."), UpstreamAnswer.read(endless).orElseThrow());
    kept.put(question("a."), answer("a."));
    assertThat(kept.size()).isZero();
  }

  @Test
  void forgetsWhatWasNotAskedForTheLongest() throws IOException {
    var answer = answer("a.", "300 TXT one");
    for (int i = 0; i < 10_000; i++) {
      kept.put(question(i + "."), answer);
    }
    assertThat(kept.get(question("0."))).isPresent();
    kept.put(question("more."), answer);
    assertThat(kept.size()).isEqualTo(10_000);
    assertThat(kept.get(question("0."))).isPresent();
    assertThat(kept.get(question("1."))).isEmpty();
  }

  @Test
  void boundsTheBytesOfItAll() throws IOException {
    var records = new String[200];
    java.util.Arrays.setAll(records, i -> "300 TXT " + "x".repeat(200) + i);
    var large = answer("a.", records);
    for (int i = 0; i < 1000; i++) {
      kept.put(question(i + "."), large);
    }
    assertThat(kept.size() * (long) large.bytes().length).isBetween(12L << 20, 16L << 20);
  }

  @Test
  void readsNoDamagedAnswer() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var whole = answer("a.", "300 TXT one", "300 TXT two").bytes();
    for (int i = 0; i < 50_000; i++) {
      var damaged = java.util.Arrays.copyOf(whole, 12 + random.nextInt(whole.length - 11));
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      var read = UpstreamAnswer.read(damaged);
      if (read.isPresent()) {
        assertThat(read.get().aged(1)).as("seed %d", seed).hasSameSizeAs(damaged);
      }
    }
  }
}
