package dev.tulle.cli.local.controller;

import static dev.tulle.core.status.Condition.Truth.FALSE;
import static dev.tulle.core.status.Condition.Truth.TRUE;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Job's status in words: condition `Complete`, and `Failed` or `Suspended` where that is so.
final class JobStatus {

  private JobStatus() {}

  static ObjectStatus ended(ObjectName name, JobSpec spec, JobEnd end) {
    if (end.complete()) {
      var complete = new Condition("Complete", TRUE, end.reason(), end.message());
      return new ObjectStatus(name, List.of(complete), notUsed(name, spec));
    }
    var findings = new ArrayList<Finding>();
    findings.add(
        new Finding(
            Severity.WARNING,
            name,
            "",
            end.reason(),
            name + " has failed: " + end.message() + ".",
            "Change its template, and it runs again."));
    findings.addAll(notUsed(name, spec));
    return new ObjectStatus(
        name,
        List.of(
            new Condition("Complete", FALSE, end.reason(), end.message()),
            new Condition("Failed", TRUE, end.reason(), end.message())),
        findings);
  }

  static ObjectStatus running(ObjectName name, JobSpec spec, JobView view) {
    var conditions = new ArrayList<Condition>();
    conditions.add(
        new Condition("Complete", FALSE, view.suspended() ? "Suspended" : "Running", words(view)));
    if (view.suspended()) {
      conditions.add(
          new Condition("Suspended", TRUE, "JobSuspended", "it waits: spec.suspend is true"));
    }
    var findings = new ArrayList<>(ReadyWords.of(view.own().stream(), view.now()).findings(name));
    findings.addAll(notUsed(name, spec));
    return new ObjectStatus(name, conditions, findings);
  }

  private static String words(JobView view) {
    var words =
        view.completions()
            .map(n -> view.succeeded() + " of " + PodTrouble.counted(n, "completion") + " reached")
            .orElse(view.succeeded() + " pods of a work queue succeeded");
    words += ", " + view.active().size() + " running";
    if (view.failed() > 0) {
      words += ", " + view.failed() + " failed";
    }
    var waits = view.resumesAt().filter(t -> t.isAfter(view.now()));
    return view.active().isEmpty() && waits.isPresent() && !view.suspended()
        ? words + "; the next one starts at " + waits.get()
        : words;
  }

  private static List<Finding> notUsed(ObjectName name, JobSpec spec) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("podFailurePolicy", spec.getPodFailurePolicy());
    fields.put("successPolicy", spec.getSuccessPolicy());
    fields.put("backoffLimitPerIndex", spec.getBackoffLimitPerIndex());
    fields.put("maxFailedIndexes", spec.getMaxFailedIndexes());
    return fields.entrySet().stream()
        .filter(e -> e.getValue() != null)
        .map(
            e ->
                new Finding(
                    Severity.WARNING,
                    name,
                    "spec." + e.getKey(),
                    "NotUsed",
                    name + " has " + e.getKey() + ", which is not used here.",
                    "Try it in a cluster; here backoffLimit and completions decide."))
        .toList();
  }
}
