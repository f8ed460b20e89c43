package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramTest {

  static Stream<String> commands() {
    return Program.writingTo(Ran.nowhere(), Ran.nowhere())
        .line()
        .getSubcommands()
        .entrySet()
        .stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(command -> command.getKey());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(String command) {
    var ran = Ran.of(command, "--help");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Usage: tulle " + command).contains("\n  tulle " + command);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void withoutACommandItShowsThemAll() {
    var ran = Ran.of();

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("Usage: tulle").contains("version");
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheOneThatIsMeant() {
    var ran = Ran.of("versoin");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("'versoin'").contains("did you mean: version");
  }

  @Test
  void anUnknownOptionIsUsage() {
    var ran = Ran.of("version", "--verison");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--verison").contains("tulle version --help");
  }

  @Test
  void versionNamesTheEnvoyThatItRuns() {
    var ran = Ran.of("version");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("envoy  1.40.0").contains("java   25");
  }
}
