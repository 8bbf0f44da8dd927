// SPDX-License-Identifier: Apache-2.0

import java.io.FileReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.dmn.validation.DMNValidator.Validation;
import org.kie.dmn.validation.dtanalysis.InternalDMNDTAnalyser;
import org.kie.dmn.validation.dtanalysis.InternalDMNDTAnalyserFactory;
import org.kie.dmn.validation.dtanalysis.model.DTAnalysis;

/**
 * Gaps, overlaps and masked rules of a decision table, by KIE's analyser: {@code AnalyseTable
 * WARM-UP.dmn RUNS TABLE.dmn}. The tables are compiled before the clock starts. One line a run of
 * the last table, at once, so that a run that never ends spoils no other.
 */
public final class AnalyseTable {
  private AnalyseTable() {}

  public static void main(String[] arguments) throws IOException {
    InternalDMNDTAnalyser analyser = InternalDMNDTAnalyserFactory.newDMNDTAnalyser(List.of());
    DMNModel small = compiled(arguments[0]);
    DMNModel table = compiled(arguments[2]);
    for (long end = System.nanoTime() + 10_000_000_000L; System.nanoTime() < end; ) {
      analyse(analyser, small);
    }
    System.out.println("warm");
    for (int run = 0; run < Integer.parseInt(arguments[1]); ++run) {
      long started = System.nanoTime();
      DTAnalysis found = analyse(analyser, table);
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "{\"seconds\": %.6f, \"gaps\": %d, \"overlaps\": %d, \"masked\": %d}%n",
          seconds,
          found.getGaps().size(),
          found.getOverlaps().size(),
          found.getMaskedRules().size());
    }
  }

  private static DMNModel compiled(String path) throws IOException {
    try (Reader text = new FileReader(path, StandardCharsets.UTF_8)) {
      DMNModel model =
          DMNRuntimeBuilder.fromDefaults()
              .buildConfiguration()
              .fromResources(
                  List.of(
                      org.kie.internal.io.ResourceFactory.newReaderResource(text, "UTF-8")
                          .setSourcePath(path)))
              .getOrElseThrow(IllegalArgumentException::new)
              .getModels()
              .get(0);
      if (model.hasErrors()) {
        throw new IllegalArgumentException(model.getMessages().toString());
      }
      return model;
    }
  }

  private static DTAnalysis analyse(InternalDMNDTAnalyser analyser, DMNModel model) {
    DTAnalysis found =
        analyser.analyse(model, Set.of(Validation.ANALYZE_DECISION_TABLE)).get(0);
    if (found.isError()) {
      throw new IllegalStateException(found.asDMNMessages().toString());
    }
    return found;
  }
}
