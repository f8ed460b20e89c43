package dev.tulle.server.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a file holds: its text, and a hash that is the same for the same bytes.
record FileText(String text, String hash) {

  /// Larger files are refused by their size alone, and only so much of them is read.
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  static FileText read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      // reading a pipe would wait for ever
      throw new IOException("it is no ordinary file");
    }
    byte[] bytes;
    try (var in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    return new FileText(text(bytes), hash(bytes));
  }

  private static String text(byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      throw new IOException("it is not UTF-8 text", binary);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Why something could not be read, in a few words and without its path.
  static String cause(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
