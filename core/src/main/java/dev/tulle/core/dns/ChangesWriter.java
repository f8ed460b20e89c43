package dev.tulle.core.dns;

import dev.tulle.core.dns.ResourceRecord.Alias;
import dev.tulle.core.dns.ResourceRecord.Authority;
import dev.tulle.core.dns.ResourceRecord.Host;
import dev.tulle.core.dns.ResourceRecord.Location;
import dev.tulle.core.dns.ResourceRecord.NameServer;
import dev.tulle.core.dns.ResourceRecord.Pointer;
import dev.tulle.core.dns.ResourceRecord.Text;
import dev.tulle.core.dns.ResourceRecord.Value;
import dev.tulle.core.name.ObjectName;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;

/// The bytes of changes: every collection behind its size, every text behind its length in UTF-8,
/// every number as a variable-length one. `ChangesReader` is the way back.
final class ChangesWriter {

  static final int HOST = 0;
  static final int NAME_SERVER = 1;
  static final int ALIAS = 2;
  static final int POINTER = 3;
  static final int TEXT = 4;
  static final int LOCATION = 5;
  static final int AUTHORITY = 6;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  byte[] write(NameChanges changes) {
    all(
        changes.come().entrySet(),
        entry -> {
          name(entry.getKey());
          part(entry.getValue());
        });
    all(changes.gone(), this::name);
    number(changes.namespaces().isPresent() ? 1 : 0);
    changes.namespaces().ifPresent(all -> all(all, this::text));
    return bytes.toByteArray();
  }

  private void part(ServiceNames part) {
    all(
        part.nodes().entrySet(),
        node -> {
          text(node.getKey());
          all(node.getValue(), this::value);
        });
    all(
        part.pointers(),
        entry -> {
          address(entry.address());
          number(entry.cluster() ? 1 : 0);
          text(entry.target());
        });
  }

  private void value(Value value) {
    switch (value) {
      case Host(var address) -> {
        number(HOST);
        address(address);
      }
      case NameServer(var target) -> tagged(NAME_SERVER, target);
      case Alias(var target) -> tagged(ALIAS, target);
      case Pointer(var target) -> tagged(POINTER, target);
      case Text(var text) -> tagged(TEXT, text);
      case Location(int priority, int weight, int port, var target) -> {
        tagged(LOCATION, target);
        number(priority);
        number(weight);
        number(port);
      }
      case Authority(var server, var mailbox, int minimum) -> {
        tagged(AUTHORITY, server);
        text(mailbox);
        number(minimum);
      }
    }
  }

  private void tagged(int tag, String text) {
    number(tag);
    text(text);
  }

  private <T> void all(Collection<T> things, Consumer<T> write) {
    number(things.size());
    things.forEach(write);
  }

  /// The name of a Service: nothing else has a part.
  private void name(ObjectName name) {
    text(name.namespace());
    text(name.name());
  }

  private void address(InetAddress address) {
    text(address.getHostAddress());
  }

  private void text(String text) {
    var encoded = text.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    bytes.writeBytes(encoded);
  }

  /// Seven bits a byte, the low ones first; the eighth says that more follow.
  private void number(int number) {
    int rest = number;
    while ((rest & ~0x7f) != 0) {
      bytes.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write(rest);
  }
}
