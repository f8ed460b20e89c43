package dev.tulle.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.manifest.ManifestFile;
import dev.tulle.core.manifest.ManifestObject;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.SliceRecord;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;

/// The objects of a golden case's `input.yaml`, as changes to a world.
final class CaseInput {

  private static final ManifestFile FILES = new ManifestFile();

  private CaseInput() {}

  static List<Change> read(String yaml) {
    var parsed = FILES.read("input.yaml", yaml);
    assertThat(parsed.findings())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .isEmpty();
    return parsed.objects().stream().map(CaseInput::change).toList();
  }

  private static Change change(ManifestObject manifest) {
    var name = manifest.name();
    if (manifest.object() instanceof EndpointSlice slice) {
      return Change.put(name, SliceRecord.of(slice));
    }
    if (name.kind().equals(Kind.POD.name())) {
      var none = List.<PodRecord.PodPort>of();
      return Change.put(
          name,
          new PodRecord(name, Map.of(), Map.of(), "", "", List.of(), none, true, false, false));
    }
    return Change.put(name, manifest.object());
  }
}
