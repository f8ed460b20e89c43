package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.status.Snapshots;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "my-app-2,my-app-2",
    "pod/my-app-1,my-app-1",
    "deploy/my-app,my-app-0",
    "Deployment/my-app,my-app-0",
    "svc/my-service,my-app-1"
  })
  void aPodIsFoundByItsNameItsWorkloadOrItsService(String wanted, String found) throws Failure {
    assertThat(PodChoice.of(Snapshots.hello(3), wanted, Optional.empty()).name()).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"my-app", "deploy/other", "sts/my-app", "svc/my-app", "deploy/"})
  void whatIsNotThereIsAnsweredWithWhatIs(String wanted) {
    assertThatThrownBy(() -> PodChoice.of(Snapshots.hello(3), wanted, Optional.empty()))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exit().code()).isEqualTo(2);
              assertThat(failure.lines()).anyMatch(line -> line.contains("my-app-0, my-app-1"));
            });
  }

  @Test
  void onlyTheNamespaceThatIsAskedForCounts() {
    assertThatThrownBy(() -> PodChoice.of(Snapshots.hello(3), "my-app-0", Optional.of("other")))
        .isInstanceOf(Failure.class);
  }
}
