package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Duplicate;
import dev.tulle.core.manifest.YamlNode.Entry;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Sequence;
import dev.tulle.core.manifest.YamlNode.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Builds nodes from the events of one part of a YAML text. Depth and the number of nodes are
/// bounded, those that aliases stand for included, so no text takes long or much memory.
final class YamlReader {

  private static final int DEEPEST = 100;
  private static final long MOST_NODES = 500_000;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(YamlText.MOST_CHARACTERS + 1).build();

  /// A node under an anchor, with the number of nodes it stands for wherever it is repeated.
  private record Anchored(YamlNode node, long size) {}

  private final String text;
  private final int firstLine;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private long nodes;
  private int lastLine;

  YamlReader(String text, int firstLine) {
    this.text = text;
    this.firstLine = firstLine;
    this.lastLine = firstLine;
  }

  List<YamlNode> documents() throws YamlProblem.Found {
    var documents = new ArrayList<YamlNode>();
    try {
      var parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
      while (guarded(parser::hasNext)) {
        switch (next(parser).getEventId()) {
          case DocumentStart -> {
            anchors.clear();
            documents.add(node(parser, 0));
          }
          case Alias,
              Comment,
              DocumentEnd,
              MappingEnd,
              MappingStart,
              Scalar,
              SequenceEnd,
              SequenceStart,
              StreamEnd,
              StreamStart -> {}
        }
      }
    } catch (YamlEngineException refused) {
      throw YamlSentences.found(refused, text, firstLine);
    }
    return documents;
  }

  /// The next event, left where it is.
  private Event peek(ParserImpl parser) throws YamlProblem.Found {
    return guarded(parser::peekEvent);
  }

  private Event next(ParserImpl parser) throws YamlProblem.Found {
    var event = guarded(parser::next);
    lastLine = line(event);
    return event;
  }

  /// For an escape that is cut off the parser throws what it should not.
  private <T> T guarded(Supplier<T> step) throws YamlProblem.Found {
    try {
      return step.get();
    } catch (IllegalArgumentException | IndexOutOfBoundsException cutOff) {
      throw new YamlProblem.Found(
          lastLine, "an escape in double quotes is not complete", "complete it, or remove it");
    }
  }

  private YamlNode node(ParserImpl parser, int depth) throws YamlProblem.Found {
    var event = (NodeEvent) next(parser);
    int line = line(event);
    int column = column(event);
    if (depth > DEEPEST) {
      throw new YamlProblem.Found(
          line, "the nesting is deeper than " + DEEPEST + " levels", "nest less deeply");
    }
    long before = count(1, line);
    if (event instanceof AliasEvent alias) {
      return repeated(alias.getAlias(), line);
    }
    var node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar, line, column);
          case SequenceStartEvent _ -> sequence(parser, depth, line, column);
          case MappingStartEvent _ -> mapping(parser, depth, line, column);
          default -> throw new IllegalStateException("not a node: " + event);
        };
    event.getAnchor().ifPresent(a -> anchors.put(a, new Anchored(node, nodes - before)));
    return node;
  }

  private YamlNode repeated(Anchor name, int line) throws YamlProblem.Found {
    var anchored = anchors.get(name);
    if (anchored == null) {
      throw new YamlProblem.Found(
          line,
          "the alias *" + name + " has no anchor &" + name + " before it",
          "add the anchor, or quote the value if it is text");
    }
    count(anchored.size(), line);
    return anchored.node();
  }

  private long count(long more, int line) throws YamlProblem.Found {
    long before = nodes;
    nodes += more;
    if (nodes > MOST_NODES) {
      throw new YamlProblem.Found(
          line,
          "the document stands for more than " + MOST_NODES + " values, its aliases included",
          "repeat less through aliases, or split the file");
    }
    return before;
  }

  private static YamlNode scalar(ScalarEvent scalar, int line, int column) {
    var value = scalar.getValue();
    var tag = scalar.getTag().orElse("");
    return switch (tag) {
      case "" ->
          scalar.isPlain() ? Scalars.plain(value, line, column) : new Text(value, line, column);
      case "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:null" ->
          Scalars.plain(value, line, column);
      case "tag:yaml.org,2002:binary" -> new Text(decoded(value), line, column);
      default -> new Text(value, line, column);
    };
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return base64;
    }
  }

  private YamlNode sequence(ParserImpl parser, int depth, int line, int column)
      throws YamlProblem.Found {
    var items = new ArrayList<YamlNode>();
    while (peek(parser).getEventId() != Event.ID.SequenceEnd) {
      items.add(node(parser, depth + 1));
    }
    next(parser);
    return new Sequence(List.copyOf(items), line, column);
  }

  private YamlNode mapping(ParserImpl parser, int depth, int line, int column)
      throws YamlProblem.Found {
    var entries = new LinkedHashMap<String, Entry>();
    var duplicates = new ArrayList<Duplicate>();
    var merged = new ArrayList<YamlNode>();
    while (peek(parser).getEventId() != Event.ID.MappingEnd) {
      boolean merge = peek(parser) instanceof ScalarEvent s && isMerge(s);
      var key = node(parser, depth + 1);
      var value = node(parser, depth + 1);
      if (merge) {
        merged.add(value);
        continue;
      }
      var name = key(key);
      var known = entries.putIfAbsent(name, new Entry(value, key.line(), key.column()));
      if (known != null) {
        duplicates.add(new Duplicate(name, key.line(), known.line()));
      }
    }
    next(parser);
    for (var value : merged) {
      merge(value, entries);
    }
    return new Mapping(entries, List.copyOf(duplicates), line, column);
  }

  private static boolean isMerge(ScalarEvent key) {
    return key.isPlain() && key.getValue().equals("<<");
  }

  private static void merge(YamlNode value, SequencedMap<String, Entry> into)
      throws YamlProblem.Found {
    switch (value) {
      case Mapping mapping -> mapping.entries().forEach(into::putIfAbsent);
      case Sequence sequence -> {
        for (var item : sequence.items()) {
          if (item instanceof Sequence) {
            throw notMergeable(item);
          }
          merge(item, into);
        }
      }
      case YamlNode.Text _,
          YamlNode.Whole _,
          YamlNode.Fraction _,
          YamlNode.Flag _,
          YamlNode.Nothing _ ->
          throw notMergeable(value);
    }
  }

  private static YamlProblem.Found notMergeable(YamlNode value) {
    return new YamlProblem.Found(
        value.line(),
        "the key `<<` merges " + value.noun() + ", and only mappings can be merged",
        "give it an alias of a mapping");
  }

  private static String key(YamlNode key) throws YamlProblem.Found {
    return switch (key) {
      case Text text -> text.value();
      case YamlNode.Whole whole -> whole.value().toString();
      case YamlNode.Fraction fraction -> fraction.value().toString();
      case YamlNode.Flag flag -> Boolean.toString(flag.value());
      case YamlNode.Nothing _, Mapping _, Sequence _ ->
          throw new YamlProblem.Found(
              key.line(), "a key is " + key.noun() + ", and must be text", "write it as text");
    };
  }

  private int line(Event event) {
    return firstLine + event.getStartMark().map(mark -> mark.getLine()).orElse(0);
  }

  private static int column(Event event) {
    return 1 + event.getStartMark().map(mark -> mark.getColumn()).orElse(0);
  }
}
