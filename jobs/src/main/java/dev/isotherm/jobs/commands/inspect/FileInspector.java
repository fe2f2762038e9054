package dev.isotherm.jobs.commands.inspect;

import dev.isotherm.jobs.commands.options.MappingOptions;
import dev.isotherm.jobs.files.FileSample;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.LineBlockParser;
import dev.isotherm.parse.dialect.Inferred;
import dev.isotherm.parse.dialect.RefusedFileException;
import dev.isotherm.parse.dialect.Remedy;
import dev.isotherm.parse.inspect.FieldSampler;
import dev.isotherm.parse.inspect.MappingInference;
import dev.isotherm.parse.inspect.Proposal;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Looks at a file: at a part of it that does not grow with its size. */
public final class FileInspector {

  /** So often an option may make a file readable, and show that it needs another one. */
  private static final int MOST_REMEDIES = 6;

  private static final String REPEATED_HOUR = "repeated-hour";
  private static final Remedy UNITS = new Remedy("skip-after-header", "1");
  private static final Remedy WINDOWS = new Remedy("encoding", "windows-1252");

  private final Path file;

  /** What was given, and what the file cannot be read without. */
  private final Map<String, List<String>> given;

  private final List<String> notes = new ArrayList<>();

  private FileInspector(Path file, Map<String, List<String>> given) {
    this.file = file;
    this.given = new LinkedHashMap<>(given);
  }

  /**
   * Looks at a file.
   *
   * @param given what the user has said, see {@link MappingOptions}
   * @throws IOException if it cannot be read; the message names it
   */
  public static Inspection inspect(Path file, Map<String, List<String>> given) throws IOException {
    return new FileInspector(file, given).inspect();
  }

  private Inspection inspect() throws IOException {
    for (int remedies = 0; ; remedies++) {
      try {
        FileSample sample = FileSample.of(file, MappingOptions.of(given).dialect());
        List<Inferred.Note> inferred = sample.inferred().notes();
        if (has(inferred, Inferred.Kind.ENCODING)) {
          notes.add("is not UTF-8, and probably Windows-1252 (--encoding)");
          apply(WINDOWS);
          continue;
        }
        inferred.forEach(note -> notes.add(note.sentence()));
        if (has(inferred, Inferred.Kind.UNITS)) {
          apply(UNITS);
          sample = FileSample.of(file, MappingOptions.of(given).dialect());
        }
        return inspect(sample).withNotesBefore(notes);
      } catch (RefusedFileException refused) {
        if (refused.remedies().isEmpty() || remedies == MOST_REMEDIES) {
          return Inspection.unreadable(given, notes, refused.sentence());
        }
        notes.add(refused.sentence());
        refused.remedies().forEach(this::apply);
      }
    }
  }

  private static boolean has(List<Inferred.Note> notes, Inferred.Kind kind) {
    return notes.stream().anyMatch(note -> note.kind() == kind);
  }

  private void apply(Remedy remedy) {
    given.put(remedy.option(), List.of(remedy.value()));
  }

  private Inspection inspect(FileSample sample) {
    Inspection inspection;
    try {
      inspection = read(sample, MappingOptions.of(given).parsers());
    } catch (IllegalArgumentException noHeader) {
      return Inspection.unreadable(given, List.of(), noHeader.getMessage());
    }
    int future = inspection.trial().rejected().getOrDefault(RejectionReason.FUTURE_TIMESTAMP, 0);
    if (future > inspection.trial().accepted()) {
      inspection =
          inspection.withQuestion(
              "most messages lie after the last change of the file: if its date is wrong, or they"
                  + " are forecasts, --max-clock-skew none reads them");
    }
    boolean isGuess =
        !given.containsKey("zone") && inspection.notes().contains(Proposal.READ_AS_UTC);
    String back = isGuess ? inspection.trial().steps().question() : null;
    return back == null ? inspection : inspection.withQuestion(back);
  }

  /** Reads the sample as proposed; by the order of lines, if that decides all repeated hours. */
  private Inspection read(FileSample sample, FileParsers headers) {
    Inspection inspection = propose(sample, headers);
    LeftOut twice = read(sample.blocks(), inspection);
    if (twice == null || given.containsKey(REPEATED_HOUR)) {
      return inspection;
    }
    given.put(REPEATED_HOUR, List.of("order"));
    Inspection ordered = propose(sample, headers);
    if (read(sample.blocks(), ordered) == null) {
      return ordered.withNotesBefore(
          List.of(
              "--repeated-hour order: the clocks of the zone show "
                  + twice.example()
                  + " twice, and so do the lines"));
    }
    given.remove(REPEATED_HOUR);
    return inspection.withNotesBefore(
        List.of(
            "the clocks of the zone show some times twice, such as "
                + twice.example()
                + ": the earlier instant is taken (--repeated-hour)"));
  }

  private Inspection propose(FileSample sample, FileParsers headers) {
    String name = LocalPaths.relative(LocalPaths.text(file));
    return Inspection.of(
        elements -> {
          FieldSampler fields = new FieldSampler(elements);
          sample.blocks().forEach(block -> fields.add(block, headers));
          return fields;
        },
        fields -> SampleText.of(sample, fields.messages()),
        MappingInference.Source.file(name, sample.above()),
        given);
  }

  /** Returns a time that clocks show twice, if none decided which instant it is. */
  private static @Nullable LeftOut read(List<LineBlock> blocks, Inspection inspection) {
    LineBlockParser parser =
        new LineBlockParser(MappingOptions.of(inspection.settings()).parsers());
    TrialReadings trial = inspection.trial();
    for (LineBlock block : blocks) {
      parser.parse(block, trial::add, (rejected, offset) -> trial.reject(rejected));
    }
    return parser.takeLeftOut().stream()
        .filter(one -> one.reason() == LeftOutReason.REPEATED_HOUR)
        .findFirst()
        .orElse(null);
  }
}
