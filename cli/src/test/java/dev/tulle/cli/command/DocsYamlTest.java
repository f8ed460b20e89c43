package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All YAML in the docs is right. What follows `yaml` where a block begins says what it is:
/// nothing, an example that reads without a finding; `file=PATH`, a file of the folder that the
/// page's reader builds step by step, which is checked as a whole each time; `findings`, one that
/// `tulle check` finds something wrong with, in the words of the block that follows.
class DocsYamlTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)([^\n]*)\n(.*?)^```$");
  private static final Pattern FILE = Pattern.compile("file=(\\S+)");

  private record Block(String language, String about, String text) {

    boolean hasFindings() {
      return about.contains("findings");
    }
  }

  static Stream<String> pages() throws IOException {
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> ROOT.relativize(file).toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theYamlIsAsThePageSays(String page, @TempDir Path folder) throws IOException {
    var blocks = blocks(page);
    for (int i = 0; i < blocks.size(); i++) {
      var block = blocks.get(i);
      if (!block.language().equals("yaml")) {
        continue;
      }
      var found = findings(block, folder);
      if (!block.hasFindings()) {
        assertThat(found).as(page + ":\n" + block.text()).isEmpty();
        continue;
      }
      var told = oneLine(blocks.get(i + 1).text());
      assertThat(found).as(page + ":\n" + block.text()).isNotEmpty();
      assertThat(found).allSatisfy(line -> assertThat(told).contains(line));
    }
  }

  @Test
  void theTutorialHasYaml() throws IOException {
    assertThat(blocks("docs/tutorial.md"))
        .filteredOn(block -> block.language().equals("yaml"))
        .hasSizeGreaterThan(3);
  }

  private static List<Block> blocks(String page) throws IOException {
    return BLOCK
        .matcher(Files.readString(ROOT.resolve(page)))
        .results()
        .map(found -> new Block(found.group(1), found.group(2), found.group(3)))
        .toList();
  }

  private static List<String> findings(Block block, Path folder) throws IOException {
    var file = FILE.matcher(block.about());
    if (!file.find()) {
      var read = new ManifestFile().read("example.yaml", block.text());
      assertThat(read.objects().size() + read.findings().size()).isPositive();
      return read.findings().stream().map(it -> oneLine(it.render())).toList();
    }
    var path = folder.resolve(file.group(1));
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, block.text());
    return Ran.of("check", folder.toString())
        .out()
        .lines()
        .map(line -> oneLine(line.replace(folder + "/", "")))
        .toList();
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
