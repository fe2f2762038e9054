package dev.isotherm.signal.step;

import dev.isotherm.signal.Expression;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a group contribute to its functions at one step. The results do not depend on
 * the order and the grouping in which members are added. Mutable; not thread-safe.
 */
public final class GroupValues {

  private static final byte FORM = 1;

  private final List<Expression.AcrossMembers> functions;
  private final int firstArgument;
  private final @Nullable String by;
  private final List<Members> values = new ArrayList<>();

  GroupValues(List<Expression.AcrossMembers> functions, int firstArgument, @Nullable String by) {
    this.functions = functions;
    this.firstArgument = firstArgument;
    this.by = by;
    functions.forEach(function -> values.add(new Members()));
  }

  /**
   * Adds a member.
   *
   * @param ofSensor what {@link StepProgram#sensors()} results in for the member
   */
  public void add(double[] ofSensor) {
    for (int i = 0; i < functions.size(); i++) {
      if (isOfThisGroup(i)) {
        values.get(i).add(ofSensor[firstArgument + i]);
      }
    }
  }

  /** Adds the members of a part of the same group, which keeps its members. */
  public void merge(GroupValues other) {
    for (int i = 0; i < values.size(); i++) {
      values.get(i).merge(other.values.get(i));
    }
  }

  /**
   * Writes the results of the functions to their places in an array; NaN for those that are absent.
   *
   * @param ofMembers as long as {@link StepProgram#members()}; keeps the results of functions of
   *     other groups
   */
  public void addTo(double[] ofMembers) {
    for (int i = 0; i < functions.size(); i++) {
      if (isOfThisGroup(i)) {
        ofMembers[i] = values.get(i).result(functions.get(i));
      }
    }
  }

  private boolean isOfThisGroup(int function) {
    return Objects.equals(functions.get(function).by(), by);
  }

  /** Writes the values, in 8 bytes for each member and function. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(FORM);
    for (Members members : values) {
      members.writeTo(out);
    }
  }

  /**
   * Reads what {@link #writeTo} of the same program wrote, and adds it.
   *
   * @throws IOException if a later version wrote it
   */
  public void addFrom(DataInput in) throws IOException {
    byte form = in.readByte();
    if (form != FORM) {
      throw new IOException("the values of a group have form " + form + ", not " + FORM);
    }
    for (Members members : values) {
      members.addFrom(in);
    }
  }
}
