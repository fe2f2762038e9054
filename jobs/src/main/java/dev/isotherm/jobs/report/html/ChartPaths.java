package dev.isotherm.jobs.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * The paths of a chart, as SVG. Coordinates are whole tenths of a pixel, and relative, because that
 * is short: a year of days takes 7 kB.
 *
 * @param axis of time
 * @param values of the values
 */
record ChartPaths(TimeAxis axis, ValueAxis values) {

  /** The means: a line that is interrupted where windows are missing. */
  String means(List<List<Point>> runs) {
    PathText path = new PathText();
    for (List<Point> run : runs) {
      for (int i = 0; i < run.size(); i++) {
        int y = values.y(run.get(i).mean());
        path.add(i == 0, middle(run.get(i)), y);
      }
      if (run.size() == 1) {
        path.dot();
      }
    }
    return path.toString();
  }

  /** The band between minimum and maximum. */
  String band(List<List<Point>> runs) {
    PathText path = new PathText();
    for (List<Point> run : runs) {
      if (run.size() == 1) {
        addAlone(path, run.get(0));
      } else {
        for (int i = 0; i < run.size(); i++) {
          path.add(i == 0, middle(run.get(i)), values.y(run.get(i).max()));
        }
        for (int i = run.size() - 1; i >= 0; i--) {
          path.add(false, middle(run.get(i)), values.y(run.get(i).min()));
        }
      }
      path.close();
    }
    return path.toString();
  }

  private void addAlone(PathText path, Point point) {
    int left = axis.x(point.startMillis());
    int right = Math.max(left + 20, axis.x(point.endMillis()));
    path.add(true, left, values.y(point.max()));
    path.add(false, right, values.y(point.max()));
    path.add(false, right, values.y(point.min()));
    path.add(false, left, values.y(point.min()));
  }

  private int middle(Point point) {
    return axis.x(point.startMillis() + (point.endMillis() - point.startMillis()) / 2);
  }

  /** Where there are windows: a line below the chart. */
  String coverage(List<Point> points) {
    StringBuilder path = new StringBuilder();
    int from = -1;
    int to = -1;
    for (Point point : points) {
      int left = axis.x(point.startMillis());
      int right = Math.max(left + 10, axis.x(point.endMillis()));
      if (from >= 0 && left > to + 1) {
        path.append('M').append(from).append(" 0H").append(to);
        from = -1;
      }
      from = from < 0 ? left : from;
      to = Math.max(to, right);
    }
    return from < 0 ? "" : path.append('M').append(from).append(" 0H").append(to).toString();
  }

  /** Lines at the limits of rules that are on the chart. */
  String limits(SortedSet<Double> limits) {
    StringBuilder path = new StringBuilder();
    for (double limit : limits) {
      if (values.contains(limit)) {
        path.append("M0 ").append(values.y(limit)).append('H').append(TimeAxis.WIDTH);
      }
    }
    return path.toString();
  }

  /**
   * Divides points where windows are missing.
   *
   * @param joined whether there is no gap by which a series is divided, as between sessions
   */
  static List<List<Point>> runs(List<Point> points, boolean joined) {
    List<List<Point>> runs = new ArrayList<>();
    List<Point> run = new ArrayList<>();
    for (Point point : points) {
      boolean gap = !run.isEmpty() && point.startMillis() > run.get(run.size() - 1).endMillis();
      if (gap && !joined) {
        runs.add(run);
        run = new ArrayList<>();
      }
      run.add(point);
    }
    if (!run.isEmpty()) {
      runs.add(run);
    }
    return runs;
  }

  /** A path of relative lines. */
  private static final class PathText {
    private final StringBuilder text = new StringBuilder();
    private int lastX;
    private int lastY;
    private boolean begun;

    void add(boolean moves, int x, int y) {
      if (moves) {
        text.append('M').append(x).append(' ').append(y);
        begun = true;
      } else {
        text.append(begun ? "l" : "").append(separated(x - lastX, !begun));
        text.append(separated(y - lastY, true));
        begun = false;
      }
      lastX = x;
      lastY = y;
    }

    private static String separated(int number, boolean needed) {
      return needed && number >= 0 ? " " + number : Integer.toString(number);
    }

    /** A line without length, whose round ends are seen. */
    void dot() {
      text.append("h0");
    }

    void close() {
      text.append('z');
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
