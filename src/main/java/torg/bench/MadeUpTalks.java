package torg.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import torg.programme.plan.Placement;
import torg.programme.plan.Rule;
import torg.programme.plan.Timetable;
import torg.programme.plan.Timetable.Away;
import torg.programme.plan.Timetable.Place;
import torg.programme.plan.Timetable.Room;
import torg.programme.plan.Timetable.Span;
import torg.programme.plan.Timetable.Start;
import torg.programme.plan.Timetable.Talk;
import torg.programme.plan.Weight;
import torg.text.Text;

/// Conferences to be planned, the same each time: some speakers have several sessions, some cannot come at some times,
/// some rooms are closed, and each participant has chosen sessions mostly of two tracks.
///
/// @param times of 45 minutes, over three days
record MadeUpTalks(int talks, int times, int rooms) {
    private static final long SEED = 20_270_525;
    private static final LocalDate FIRST_DAY = LocalDate.parse("2027-05-24");
    private static final int DAYS = 3;
    private static final int[] CAPACITIES = {1_200, 220, 180, 120, 80, 60, 60, 40};
    private static final int PARTICIPANTS = 1_000;
    private static final int CHOICES = 6;
    private static final int TALKS_A_TRACK = 9;

    Timetable timetable() {
        Random random = new Random(SEED);
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            LocalDate day = FIRST_DAY.plusDays(i * DAYS / times);
            int before =
                    (int) starts.stream().filter(one -> one.day().equals(day)).count();
            long from = day.toEpochDay() * 24 * 60 + 9 * 60 + before * 60L;
            starts.add(new Start(day, from, from + 45));
        }
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < rooms; i++) {
            List<Span> closed = i % 5 == 4 ? List.of(during(random, starts)) : List.of();
            Room room = new Room("room-" + i, Text.sv("Rum " + i), CAPACITIES[i % CAPACITIES.length], closed);
            starts.forEach(start -> places.add(new Place(room, start)));
        }
        int[] audience = new int[talks];
        List<Map<String, Integer>> wanted = new ArrayList<>();
        for (int i = 0; i < talks; i++) {
            wanted.add(new HashMap<>());
        }
        int tracks = Math.max(2, talks / TALKS_A_TRACK);
        for (int participant = 0; participant < PARTICIPANTS; participant++) {
            int[] liked = {random.nextInt(tracks), random.nextInt(tracks)};
            List<Integer> chosen = random.ints(CHOICES * 2L, 0, talks)
                    .map(talk -> random.nextInt(3) == 0 ? talk : onTrack(talk, liked[talk % 2], tracks))
                    .distinct()
                    .limit(CHOICES)
                    .boxed()
                    .toList();
            for (int one : chosen) {
                audience[one]++;
                for (int other : chosen) {
                    if (one != other) {
                        wanted.get(one).merge("talk-" + other, 1, Integer::sum);
                    }
                }
            }
        }
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < talks; i++) {
            Map<String, String> speakers = new LinkedHashMap<>();
            List<Away> away = new ArrayList<>();
            for (int part = 0; part <= random.nextInt(2); part++) {
                int speaker = random.nextInt(talks);
                speakers.put("speaker-" + speaker, "Person " + speaker);
                if (speaker % 7 == 0) {
                    away.add(new Away("Person " + speaker, during(new Random(speaker), starts)));
                }
            }
            Talk talk = new Talk(
                    "talk-" + i,
                    Text.sv("Pass " + i),
                    45,
                    "track-" + i % tracks,
                    speakers,
                    away,
                    audience[i],
                    wanted.get(i),
                    null);
            placements.add(new Placement(talk, false, null));
        }
        Map<Rule, Weight> weights = new HashMap<>();
        Rule.soft().forEach(rule -> weights.put(rule, Weight.SOME));
        return new Timetable(places, placements, weights);
    }

    private int onTrack(int talk, int track, int tracks) {
        int moved = talk - talk % tracks + track;
        return moved < talks ? moved : track;
    }

    /// A third of the times in a row.
    private static Span during(Random random, List<Start> starts) {
        int third = starts.size() / 3;
        int first = random.nextInt(starts.size() - third);
        return new Span(starts.get(first).from(), starts.get(first + third - 1).closes());
    }
}
