package dev.tulle.cli.local.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// An HTTP/1.1 answer, read from all the bytes that came until the connection was closed: a body in
/// chunks, of a stated length, or up to the end. One that was cut off is an exception.
record AdminAnswer(int status, String body) {

  private static final int HEXADECIMAL = 16;

  static AdminAnswer read(byte[] bytes) throws IOException {
    int end = endOfHead(bytes);
    var lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    var words = lines[0].split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
      throw new IOException("what answers does not speak HTTP");
    }
    var body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    return new AdminAnswer(
        Integer.parseInt(words[1]), new String(body(List.of(lines), body), StandardCharsets.UTF_8));
  }

  private static byte[] body(List<String> head, byte[] rest) throws IOException {
    if (header(head, "transfer-encoding").equals("chunked")) {
      return joined(rest);
    }
    var length = header(head, "content-length");
    if (length.isEmpty()) {
      return rest;
    }
    if (!length.matches("\\d{1,9}") || rest.length < Integer.parseInt(length)) {
      throw cutOff();
    }
    return Arrays.copyOf(rest, Integer.parseInt(length));
  }

  /// Empty where there is no such line.
  private static String header(List<String> head, String name) {
    return head.stream()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2 && pair[0].strip().equalsIgnoreCase(name))
        .map(pair -> pair[1].strip().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("");
  }

  private static byte[] joined(byte[] chunks) throws IOException {
    var body = new ByteArrayOutputStream(chunks.length);
    int at = 0;
    while (true) {
      int line = lineEnd(chunks, at);
      int size = size(new String(chunks, at, line - at, StandardCharsets.ISO_8859_1));
      at = line + 2;
      if (size == 0) {
        return body.toByteArray();
      }
      if (chunks.length - at < size + 2) {
        throw cutOff();
      }
      body.write(chunks, at, size);
      at += size + 2;
    }
  }

  /// What may follow the size after a semicolon has no meaning here.
  private static int size(String line) throws IOException {
    try {
      return Integer.parseInt(line.split(";", 2)[0].strip(), HEXADECIMAL);
    } catch (NumberFormatException e) {
      throw new IOException("a chunk of Envoy's answer has no size: " + line, e);
    }
  }

  private static int endOfHead(byte[] bytes) throws IOException {
    for (int i = 0; i + 3 < bytes.length; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i;
      }
    }
    throw cutOff();
  }

  private static int lineEnd(byte[] bytes, int from) throws IOException {
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    throw cutOff();
  }

  private static IOException cutOff() {
    return new IOException("Envoy's answer was cut off");
  }
}
