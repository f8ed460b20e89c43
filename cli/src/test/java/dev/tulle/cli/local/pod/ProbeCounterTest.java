package dev.tulle.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProbeCounterTest {

  private static ProbeCounter after(ProbeCounter counter, boolean... results) {
    for (var result : results) {
      counter = counter.with(result);
    }
    return counter;
  }

  @Test
  void successesMustFollowOneAnother() {
    var counter = ProbeCounter.of(3, 1, false);
    assertThat(after(counter, true, true).passed()).isFalse();
    assertThat(after(counter, true, true, false, true, true).passed()).isFalse();
    assertThat(after(counter, true, true, false, true, true, true).passed()).isTrue();
  }

  @Test
  void failuresMustFollowOneAnother() {
    var counter = ProbeCounter.of(1, 3, true);
    assertThat(after(counter, false, false, true, false, false))
        .returns(true, ProbeCounter::passed)
        .returns(false, ProbeCounter::failed);
    assertThat(after(counter, false, false, false))
        .returns(false, ProbeCounter::passed)
        .returns(true, ProbeCounter::failed);
  }

  @Test
  void whatHasNeverPassedFailsAtItsThresholdToo() {
    var counter = ProbeCounter.of(1, 2, false);
    assertThat(after(counter, false).failed()).isFalse();
    assertThat(after(counter, false, false).failed()).isTrue();
    assertThat(counter.failed()).isFalse();
  }
}
