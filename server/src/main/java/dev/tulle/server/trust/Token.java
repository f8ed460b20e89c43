package dev.tulle.server.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A token as a caller shows it, with what it says of itself: nothing of that holds before the
/// token has been reviewed. It spares the API server what cannot be right. Printing it never shows
/// the token.
record Token(String text, List<String> audiences, Instant expires) {

  private static final int LONGEST = 12 << 10;
  private static final Pattern BEARER =
      Pattern.compile(
          "bearer +([-_A-Za-z0-9]+\\.([-_A-Za-z0-9]+)\\.[-_A-Za-z0-9]+)", Pattern.CASE_INSENSITIVE);

  Token {
    audiences = List.copyOf(audiences);
  }

  /// The one token of an `authorization` header.
  static Optional<Token> read(List<String> authorization) {
    if (authorization.size() != 1 || authorization.getFirst().length() > LONGEST) {
      return Optional.empty();
    }
    var parts = BEARER.matcher(authorization.getFirst());
    return parts.matches() ? read(parts.group(1), parts.group(2)) : Optional.empty();
  }

  private static Optional<Token> read(String text, String payload) {
    try {
      var claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(payload));
      var expires = claims.path("exp");
      return expires.canConvertToLong()
          ? Optional.of(
              new Token(
                  text,
                  texts(claims.path("aud")),
                  Instant.ofEpochSecond(Math.clamp(expires.asLong(), 0, Integer.MAX_VALUE))))
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> texts(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(each -> each.asString("")).toList()
        : List.of(node.asString(""));
  }

  /// What it is remembered by.
  String digest() {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Token[[redacted], until " + expires + "]";
  }
}
