package dev.tulle.cli.e2e;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A request or an answer as it came over the wire: its first line, its header lines as they were
/// written, its body without the framing of chunks, and the trailers after that.
record HttpMessage(String first, List<String> headers, String body, List<String> trailers) {

  HttpMessage {
    headers = List.copyOf(headers);
    trailers = List.copyOf(trailers);
  }

  static HttpMessage head(String first, List<String> headers) {
    return new HttpMessage(first, headers, "", List.of());
  }

  /// A head as it goes over the wire.
  static String text(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  HttpMessage with(String text, List<String> after) {
    return new HttpMessage(first, headers, text, after);
  }

  HttpMessage withFirst(String line) {
    return new HttpMessage(line, headers, body, trailers);
  }

  /// The value of the first header of this name.
  Optional<String> header(String name) {
    return headers.stream().filter(it -> named(it, name)).map(HttpMessage::value).findFirst();
  }

  HttpMessage adding(String line) {
    var more = new ArrayList<>(headers);
    more.add(line);
    return new HttpMessage(first, more, body, trailers);
  }

  HttpMessage without(String name) {
    var fewer = headers.stream().filter(it -> !named(it, name)).toList();
    return new HttpMessage(first, fewer, body, trailers);
  }

  /// Without what means nothing: headers in the order of their names, those of one name in theirs,
  /// each with one space before its value.
  HttpMessage canonical() {
    return new HttpMessage(first, canonical(headers), body, canonical(trailers));
  }

  private static List<String> canonical(List<String> lines) {
    return lines.stream()
        .map(it -> it.substring(0, it.indexOf(':') + 1) + " " + value(it))
        .sorted(Comparator.comparing(HttpMessage::name))
        .toList();
  }

  boolean isRequest() {
    return !first.startsWith("HTTP/");
  }

  boolean isChunked() {
    return header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  int status() {
    return Integer.parseInt(first.split(" ", -1)[1]);
  }

  String method() {
    return first.split(" ", -1)[0];
  }

  /// Whether the sender closes the connection behind this message.
  boolean isLast() {
    var connection = header("connection").orElse("").toLowerCase(Locale.ROOT);
    return connection.contains("close")
        || (first.contains("HTTP/1.0") && !connection.contains("keep-alive"));
  }

  private static boolean named(String line, String name) {
    return name(line).equals(name.toLowerCase(Locale.ROOT));
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  private static String name(String line) {
    return line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("\n  ").append(first);
    headers.forEach(it -> text.append("\n  ").append(shortened(it)));
    text.append("\n  body ").append(shortened(body).replace("\r", "\\r").replace("\n", "\\n"));
    trailers.forEach(it -> text.append("\n  trailer ").append(it));
    return text.append('\n').toString();
  }

  private static String shortened(String text) {
    return text.length() < 300
        ? text
        : "%s… (%d characters)".formatted(text.substring(0, 200), text.length());
  }
}
