package dev.tulle.server.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The texts that files had when they were last without a mistake, kept on disk: a program that is
/// killed while a file is broken finds the last good version of its objects again. Only its owner
/// can read it. That it cannot be written is logged and changes nothing else.
public final class LastGood {

  private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

  private final Path directory;

  /// The directory is made when there is something to keep.
  public LastGood(Path directory) {
    this.directory = directory;
  }

  /// The texts by the names of their files.
  SortedMap<String, String> load() {
    var texts = new TreeMap<String, String>();
    try (var files = Files.newDirectoryStream(directory, "*.yaml")) {
      for (var file : files) {
        var content = Files.readString(file);
        int end = content.indexOf('\n');
        if (end > 0) {
          texts.put(content.substring(2, end), content.substring(end + 1));
        }
      }
    } catch (NoSuchFileException first) {
      return texts;
    } catch (IOException | RuntimeException unreadable) {
      LOG.atWarn().addKeyValue("directory", directory).log("what was last good cannot be read");
    }
    return texts;
  }

  /// The first line, a comment, is the file's name.
  void keep(String name, String text) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      var fresh = directory.resolve("new");
      Files.writeString(fresh, "# " + name + "\n" + text);
      Files.move(fresh, directory.resolve(key(name) + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      LOG.atWarn().addKeyValue("file", name).log("its last good version cannot be kept");
    }
  }

  private static String key(String name) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
