package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ProgramTest {

  private record Named(String name, CommandLine line) {}

  /// Every command that is shown, and those below it: `proxy`, `proxy list`.
  static Stream<String> commands() {
    return all().map(Named::name);
  }

  private static Stream<Named> all() {
    return below("", Program.writingTo(Ran.nowhere(), Ran.nowhere()).line());
  }

  private static Stream<Named> below(String names, CommandLine line) {
    return line.getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .flatMap(
            command ->
                Stream.concat(
                    Stream.of(new Named(names + command.getKey(), command.getValue())),
                    below(names + command.getKey() + " ", command.getValue())));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(String command) {
    var ran = Ran.of((command + " --help").split(" ", -1));

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Usage: tulle " + command).contains("\n  tulle " + command);
    assertThat(ran.err()).isEmpty();
  }

  /// A list of commands shows the first line of each description.
  @Test
  void everyCommandIsDescribedByASentence() {
    assertThat(all())
        .allSatisfy(
            it ->
                assertThat(it.line().getCommandSpec().usageMessage().description()[0])
                    .as(it.name())
                    .endsWith("."));
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
