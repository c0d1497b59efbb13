import CPlatform
import CodeArtsDeployModel
import Testing

@testable import CodeArtsDeploy
@testable import FakeNetwork

/// Which day it is for the service, whatever this machine's clock says.
@Suite struct ServiceClockTests {
    private let today = Int(platform_unix_seconds() / 86_400)

    private func clock(_ offsetDays: Int) -> ServiceClock {
        let clock = ServiceClock()
        clock.learn(platform_unix_seconds() + Int64(offsetDays) * 86_400)
        return clock
    }

    @Test(arguments: [-5, -1, 1, 5, 31])
    func `a clock that is off by days is told, and both days may be today`(days: Int) {
        let clock = clock(days)
        #expect(clock.skew.isDayOff && clock.skew.remark.contains("\(abs(days)) day"))
        #expect(clock.skew.remark.contains(days > 0 ? "behind" : "ahead"))
        #expect(clock.today.contains(today + days) && clock.today.contains(today))
    }

    @Test(arguments: [-365, 365, 20_000])
    func `of a clock that is off by a year or more the service's day alone counts`(days: Int) {
        #expect(clock(days).today == today + days...today + days && clock(days).skew.isDayOff)
    }

    @Test func `clocks that agree are not spoken of`() {
        #expect(clock(0).skew.remark.isEmpty && clock(0).today.count <= 2)
        #expect(ServiceClock().skew.isHarmless && ServiceClock().now == nil)
    }

    @Test func `a service that tells no date is asked for thirteen days more on both sides`() {
        let clock = ServiceClock()
        #expect(clock.today.count == 1)
        clock.learn(nil)
        #expect(clock.today.contains(today - 13) && clock.today.contains(today + 13))
        clock.learn(platform_unix_seconds())
        clock.learn(nil)
        #expect(clock.today.count <= 2)
    }

    // MARK: Histories

    /// A service whose day is another one, with a record of its today and one of 80 days before; what it was asked for.
    private func service(ahead days: Int, hasDate: Bool = true) -> FakeTransport {
        let moment = platform_unix_seconds() + Int64(days) * 86_400
        let records = [(2, 0), (1, 80)].map { ($0.0, CivilDate(daysSince1970: Int(moment / 86_400) - $0.1).text) }
        let date = hasDate ? HTTPDateText.of(moment) : nil
        return FakeTransport { sent, _ in
            guard let from = sent.url.member("start_date"), let to = sent.url.member("end_date") else {
                return .status(404, #"{"error_code":"Deploy.00011020","error_msg":"?"}"#, date: date)
            }
            let shown = records.filter { $0.1 >= from && $0.1 <= to }
            let list = shown.map { #"{"execution_id":"r\#($0.0)","release_id":\#($0.0),"state":"succeeded"}"# }
            return .status(
                200, #"{"result":[\#(list.joined(separator: ","))],"total_num":\#(shown.count)}"#, date: date)
        }
    }

    private func listed(_ transport: FakeTransport, _ members: String = "") throws -> JSONValue {
        let project = #""project_id":"41cb87a46c3e4b90a1c8b4bd3ba6f0ff""#
        return try root(Harness(transport).client.call(.listRecords, request(project + members)))
    }

    @Test(arguments: [-9000, -400, -5, -3, -1, 0, 1, 3, 5, 400, 5000])
    func `the records of the last 92 days are those of the service's days`(days: Int) throws {
        let transport = service(ahead: days)
        let listed = try listed(transport)
        #expect(listed["items"]?.elements.compactMap { $0["execution_id"]?.string } == ["r2", "r1"])
        let warnings = listed["_meta"]?["warnings"]?.elements.compactMap { $0.string } ?? []
        #expect(warnings.count == (days == 0 ? 0 : 1) && listed["_meta"]?["warning"]?.string == warnings.first)
        #expect(transport.sent.count <= 6)
    }

    @Test(arguments: [-5, -1, 0, 1, 5])
    func `without a date in its answers it is found all the same`(days: Int) throws {
        let items = try listed(service(ahead: days, hasDate: false))["items"]?.elements
        #expect(items?.compactMap { $0["execution_id"]?.string } == ["r2", "r1"])
    }

    @Test(arguments: [
        "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
        "Sat, 01 Jan 0000 00:00:00 GMT", "Tue, 31 Feb 2026 00:00:00 GMT", "soon",
    ])
    func `a date that is none hides no record, and nobody is told that the clock is wrong`(date: String) throws {
        let day = CivilDate(daysSince1970: today).text
        let transport = FakeTransport { sent, _ in
            let from = sent.url.member("start_date") ?? ""
            let isShown = from <= day && (sent.url.member("end_date") ?? "") >= day
            let record = #"{"execution_id":"r1","release_id":1,"state":"succeeded"}"#
            return .status(200, #"{"result":[\#(isShown ? record : "")],"total_num":1}"#, date: date)
        }
        let listed = try listed(transport)
        #expect(listed["items"]?.elements.compactMap { $0["execution_id"]?.string } == ["r1"])
        #expect(listed["_meta"]?["warnings"] == nil)
    }

    @Test(arguments: [3, 40, 400])
    func `a first day that is in this machine's future is asked for`(days: Int) throws {
        let day = CivilDate(daysSince1970: today + days).text
        let items = try listed(service(ahead: days), #","since":"\#(day)""#)["items"]?.elements
        #expect(items?.compactMap { $0["execution_id"]?.string } == ["r2"])
    }
}

/// A moment as the header Date has it.
enum HTTPDateText {
    static func of(_ seconds: Int64) -> String {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let date = CivilDate(daysSince1970: days)
        let rest = Int(seconds) - days * 86_400
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = [rest / 3600, rest / 60 % 60, rest % 60].map(two).joined(separator: ":")
        return "Sun, \(two(date.day)) \(names[date.month - 1]) \(date.text.prefix(4)) \(clock) GMT"
    }
}

extension String {
    /// Of a query.
    fileprivate func member(_ name: String) -> String? {
        split(whereSeparator: { "?&".contains($0) }).first { $0.hasPrefix(name + "=") }.map {
            String($0.dropFirst(name.count + 1))
        }
    }
}
