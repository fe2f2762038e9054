package dev.isotherm.jobs.files.parquet;

import dev.isotherm.parse.json.JsonOutput;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * Writes values of Parquet as JSON: a group as an object, repeated fields and lists as arrays, maps
 * as objects. Times are texts, as {@link JsonOutput} says.
 */
final class ParquetValues {

  private ParquetValues() {}

  static void object(Group group, JsonOutput out) {
    GroupType type = group.getType();
    out.raw('{');
    for (int field = 0; field < type.getFieldCount(); field++) {
      if (field > 0) {
        out.raw(',');
      }
      out.text(type.getFieldName(field));
      out.raw(':');
      field(group, field, out);
    }
    out.raw('}');
  }

  private static void field(Group group, int field, JsonOutput out) {
    int count = group.getFieldRepetitionCount(field);
    if (group.getType().getType(field).isRepetition(Type.Repetition.REPEATED)) {
      repeated(group, field, count, out);
    } else if (count == 0) {
      out.raw("null");
    } else {
      value(group, field, 0, out);
    }
  }

  private static void repeated(Group group, int field, int count, JsonOutput out) {
    out.raw('[');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.raw(',');
      }
      value(group, field, i, out);
    }
    out.raw(']');
  }

  private static void value(Group group, int field, int index, JsonOutput out) {
    Type type = group.getType().getType(field);
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (type.isPrimitive()) {
      ParquetScalars.write(group, field, index, out);
    } else if (logical instanceof ListLogicalTypeAnnotation) {
      list(group.getGroup(field, index), out);
    } else if (logical instanceof MapLogicalTypeAnnotation) {
      map(group.getGroup(field, index), out);
    } else {
      object(group.getGroup(field, index), out);
    }
  }

  /** A list has one repeated field: a group with the element, or in old files the element. */
  private static void list(Group list, JsonOutput out) {
    Type repeated = list.getType().getType(0);
    boolean isWrapped =
        !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1
            && !repeated.getName().equals("array")
            && !repeated.getName().endsWith("_tuple");
    int count = list.getFieldRepetitionCount(0);
    if (!isWrapped) {
      repeated(list, 0, count, out);
      return;
    }
    out.raw('[');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.raw(',');
      }
      field(list.getGroup(0, i), 0, out);
    }
    out.raw(']');
  }

  /** Keys that are no texts are written as texts. */
  private static void map(Group map, JsonOutput out) {
    out.raw('{');
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      if (i > 0) {
        out.raw(',');
      }
      Group entry = map.getGroup(0, i);
      out.text(entry.getValueToString(0, 0));
      out.raw(':');
      if (entry.getType().getFieldCount() > 1) {
        field(entry, 1, out);
      } else {
        out.raw("null");
      }
    }
    out.raw('}');
  }
}
