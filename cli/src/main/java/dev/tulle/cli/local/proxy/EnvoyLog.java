package dev.tulle.cli.local.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What an Envoy has written since it was started.
record EnvoyLog(Path file) {

  /// `[2026-11-26 10:49:08.263][31646][critical][assert] [source/x.cc:25] words`.
  private static final Pattern CRITICAL =
      Pattern.compile("\\[[^]]*]\\[\\d+]\\[critical]\\[\\w+] (?:\\[[^]]*] )?(?<words>.+)");

  /// Why it has ended, in its own words: of what it calls critical, what came first. Empty where it
  /// said nothing of the sort, as one that was killed.
  String reason() {
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(CRITICAL::matcher)
          .filter(match -> match.matches())
          .map(match -> match.group("words"))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
