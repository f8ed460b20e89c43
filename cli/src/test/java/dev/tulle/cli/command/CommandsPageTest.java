package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The reference of commands says what `--help` says. `-Dgolden=write` writes that part of the page
/// instead.
class CommandsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "commands.md");
  private static final Pattern HELP =
      Pattern.compile("<!-- tulle(?: ([\\w ]+))? --help -->\n.*?<!-- end -->", Pattern.DOTALL);

  @Test
  void thePageSaysWhatTheProgramSays() throws IOException {
    var page = Files.readString(PAGE);
    var expected = HELP.matcher(page).replaceAll(CommandsPageTest::help);

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, expected);
      page = expected;
    }
    assertThat(page).isEqualTo(expected);
  }

  @Test
  void everyCommandHasItsPart() throws IOException {
    var onPage =
        HELP.matcher(Files.readString(PAGE))
            .results()
            .map(found -> String.valueOf(found.group(1)))
            .collect(Collectors.toSet());
    onPage.remove("null");

    assertThat(onPage).isEqualTo(ProgramTest.commands().collect(Collectors.toSet()));
  }

  @Test
  void everyFieldOfTheStatusIsThere() throws IOException {
    var page = Files.readString(PAGE);
    var schema = page.substring(page.indexOf("## The schema of"));

    assertThat(fields(StatusSnapshot.class))
        .allSatisfy(field -> assertThat(schema).containsPattern("[`.]" + field + "(\\[\\])?`"));
  }

  private static Set<String> fields(Class<?> type) {
    var names = new TreeSet<String>();
    var nested = Stream.of(type.getDeclaredClasses()).filter(Class::isRecord);
    Stream.concat(Stream.of(type), nested)
        .flatMap(each -> Stream.of(each.getRecordComponents()))
        .filter(part -> !part.getName().equals("controlPlane"))
        .forEach(part -> names.add(part.getName()));
    return names;
  }

  private static String help(java.util.regex.MatchResult found) {
    var command = found.group(1);
    var line = command == null ? "--help" : command + " --help";
    var ran = Ran.of(line.split(" ", -1));
    assertThat(ran.code()).isZero();
    var mark = "<!-- tulle%s --help -->".formatted(command == null ? "" : " " + command);
    var text = "%s\n```text\n%s```\n<!-- end -->".formatted(mark, ran.out());
    return Matcher.quoteReplacement(text);
  }
}
