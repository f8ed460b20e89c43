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
import dev.tulle.core.world.Kind;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Changes from the bytes that `ChangesWriter` makes. Bytes that are no changes are refused as a
/// whole, whatever they are.
final class ChangesReader {

  private final ByteBuffer bytes;

  ChangesReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  NameChanges read() {
    try {
      var come = map(this::name, this::part);
      var gone = set(this::name);
      var changes =
          new NameChanges(
              come, gone, flag() ? Optional.of(set(this::text)) : Optional.<Set<String>>empty());
      if (bytes.hasRemaining()) {
        throw new IllegalArgumentException(bytes.remaining() + " bytes too many");
      }
      return changes;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the bytes end too early", e);
    }
  }

  private ServiceNames part() {
    return new ServiceNames(map(this::text, () -> list(this::value)), set(this::entry));
  }

  private ReverseIndex.Entry entry() {
    return new ReverseIndex.Entry(address(), flag(), text());
  }

  private Value value() {
    int tag = number();
    return switch (tag) {
      case ChangesWriter.HOST -> new Host(address());
      case ChangesWriter.NAME_SERVER -> new NameServer(text());
      case ChangesWriter.ALIAS -> new Alias(text());
      case ChangesWriter.POINTER -> new Pointer(text());
      case ChangesWriter.TEXT -> new Text(text());
      case ChangesWriter.LOCATION -> location(text());
      case ChangesWriter.AUTHORITY -> new Authority(text(), text(), number());
      default -> throw new IllegalArgumentException("no value begins with " + tag);
    };
  }

  private Location location(String target) {
    return new Location(number(), number(), number(), target);
  }

  private <K, V> Map<K, V> map(Supplier<K> key, Supplier<V> value) {
    int size = size();
    var all = HashMap.<K, V>newHashMap(size);
    for (int i = 0; i < size; i++) {
      all.put(key.get(), value.get());
    }
    return all;
  }

  private <T> Set<T> set(Supplier<T> one) {
    int size = size();
    var all = HashSet.<T>newHashSet(size);
    for (int i = 0; i < size; i++) {
      all.add(one.get());
    }
    return all;
  }

  private <T> List<T> list(Supplier<T> one) {
    int size = size();
    var all = new ArrayList<T>(size);
    for (int i = 0; i < size; i++) {
      all.add(one.get());
    }
    return List.copyOf(all);
  }

  private ObjectName name() {
    return Kind.SERVICE.named(text(), text());
  }

  private InetAddress address() {
    var text = text();
    return Addresses.read(text)
        .orElseThrow(() -> new IllegalArgumentException(text + " is no address"));
  }

  private String text() {
    var text = new byte[size()];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private boolean flag() {
    return number() != 0;
  }

  /// How many of something follow; each takes a byte at least.
  private int size() {
    int size = number();
    if (size < 0 || size > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    return size;
  }

  private int number() {
    int number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = bytes.get();
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than 32 bits");
  }
}
