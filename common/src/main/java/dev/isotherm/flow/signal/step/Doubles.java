package dev.isotherm.flow.signal.step;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Short arrays of numbers in serialised values: their length, then each number. */
final class Doubles {

  private Doubles() {}

  static void write(double[] numbers, DataOutputView target) throws IOException {
    target.writeShort(numbers.length);
    for (double number : numbers) {
      target.writeDouble(number);
    }
  }

  static double[] read(DataInputView source) throws IOException {
    double[] numbers = new double[source.readUnsignedShort()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = source.readDouble();
    }
    return numbers;
  }
}
