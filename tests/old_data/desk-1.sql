PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE application (
	id VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	id_number VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	accepted_at VARCHAR NOT NULL, 
	office_number VARCHAR NOT NULL, 
	sent VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (number)
);
INSERT INTO "application" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','620403-03-20261221-00010','张样例','620403198703120029','13809430000','2026-12-21T09:15:00+08:00','62040320261221000017','已送达','{"answers":{"name":"张样例","id_number":"620403198703120029","ethnicity":"01","marriage":"20","household_kind":"0","phone":"13809430000","registered_address":"甘肃省白银市平川区长征街道样例社区12号","present_address":"甘肃省白银市平川区长征街道样例社区12号","holds_certificate":false,"has_impairment":true,"registered_here":true,"low_income":true,"special_support":false,"orphan_allowance":false,"apply_categories":["4"],"bank_card":"6217000000000000005","delivery":"2","sex":"2","birth":"1987-03-12","age":"39"},"chosen":["cert_new","living_subsidy","care_subsidy"],"pages":[],"seen":["household","id_card","photo","bank_card_copy"],"findings":[{"matter":"cert_new","outcome":"符合","reasons":["没有残疾人证,可以首次申领。","有残疾情况,符合残疾标准的视力、听力、言语、肢体、智力、精神及多重残疾人均可申领。"],"clauses":["附件3 受理条件;残疾人证管理办法第九条","残疾人证管理办法第三条"],"next_step":"受理后到指定机构进行残疾评定,村(社区)公示5个工作日,区残联审核发证","waits_for":"","open_facts":[]},{"matter":"cert_renew","outcome":"不符合","reasons":["没有残疾人证,不能换领。"],"clauses":["附件3 受理条件"],"next_step":"首次申请的,请勾选“残疾人证新办”","waits_for":"","open_facts":[]},{"matter":"cert_move","outcome":"不符合","reasons":["没有残疾人证,不能迁移。"],"clauses":["附件3 受理条件"],"next_step":"首次申请的,请勾选“残疾人证新办”","waits_for":"","open_facts":[]},{"matter":"cert_lost","outcome":"不符合","reasons":["没有领过残疾人证,不能补办。"],"clauses":["附件3 受理条件;残疾人证管理办法第二十条"],"next_step":"首次申请的,请勾选“残疾人证新办”","waits_for":"","open_facts":[]},{"matter":"cert_cancel","outcome":"不符合","reasons":["没有残疾人证,不用注销。"],"clauses":["附件3 受理条件;残疾人证管理办法第二十四条"],"next_step":"首次申请的,请勾选“残疾人证新办”","waits_for":"","open_facts":[]},{"matter":"cert_change","outcome":"不符合","reasons":["没有残疾人证,请办理新办。"],"clauses":["附件3 受理条件;残疾人证管理办法第二十二条"],"next_step":"首次申请的,请勾选“残疾人证新办”","waits_for":"","open_facts":[]},{"matter":"living_subsidy","outcome":"可能符合","reasons":["等本次申请的残疾人证办下来后审核。","家庭已纳入低保。","没有享受特困人员供养或工伤护理费。","没有享受孤儿基本生活保障。"],"clauses":["附件3 受理条件","国发〔2015〕52号第二条(一)","国发〔2015〕52号政策衔接"],"next_step":"现在一并收件,等证件结果出来自动继续审核","waits_for":"cert_new","open_facts":[]},{"matter":"care_subsidy","outcome":"可能符合","reasons":["等本次申请的残疾人证办下来后审核。","评定为一级或二级的可以领取,等本次评定结果。","没有享受特困人员供养或工伤护理费。"],"clauses":["附件3 受理条件","国发〔2015〕52号第二条(一)","国发〔2015〕52号政策衔接"],"next_step":"现在一并收件,等证件结果出来自动继续审核","waits_for":"cert_new","open_facts":[]},{"matter":"employment","outcome":"可能符合","reasons":["年龄在16至59周岁之间。","还要确认就业意愿。","还要确认有没有劳动能力。"],"clauses":["附件3 受理条件"],"next_step":"以上情况核实后可以办理","waits_for":"","open_facts":["willing_to_work","able_to_work"]},{"matter":"pension","outcome":"可能符合","reasons":["等本次申请的残疾人证办下来后比对。","已满16周岁。","还要确认是否参加城乡居民基本养老保险。","评定为一级或二级后由政府代缴。"],"clauses":["附件3 受理条件","国发〔2014〕8号;附件3 受理条件"],"next_step":"等证件结果,不用申请","waits_for":"cert_new","open_facts":["pension_joined"]}],"handover":"2026-12-24","promised":"2027-01-08","provisional":true,"clerk":"演示经办员","window":"3","pack_version":"2026.11","pack_digest":"fcdb25abbcceb3694734e7cd64fb2e1bf3c06d22c66ce2a9b8b7596d1bd878d9"}');
CREATE TABLE counter (
	series VARCHAR NOT NULL, 
	value INTEGER NOT NULL, 
	PRIMARY KEY (series)
);
INSERT INTO "counter" VALUES('620403-3-20261221',1);
INSERT INTO "counter" VALUES('news',5);
CREATE TABLE draft (
	id VARCHAR NOT NULL, 
	updated_at VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "draft" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','2027-01-01T09:15:00+08:00','{"answers":{"name":"张样例","id_number":"620403198703120029","ethnicity":"01","marriage":"20","household_kind":"0","phone":"13809430000","registered_address":"甘肃省白银市平川区长征街道样例社区12号","present_address":"甘肃省白银市平川区长征街道样例社区12号","holds_certificate":false,"has_impairment":true,"registered_here":true,"low_income":true,"special_support":false,"orphan_allowance":false,"apply_categories":["4"],"bank_card":"6217000000000000005","delivery":"2"},"chosen":["cert_new","living_subsidy","care_subsidy"],"pages":[],"seen":["household","id_card","photo","bank_card_copy"],"step":0,"pack_digest":"fcdb25abbcceb3694734e7cd64fb2e1bf3c06d22c66ce2a9b8b7596d1bd878d9","informed_at":null}');
CREATE TABLE ledger (
	seq INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	act VARCHAR NOT NULL, 
	application VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "ledger" VALUES(1,'2026-12-21T09:15:00+08:00','演示经办员','受理','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','受理残疾人证新办、困难残疾人生活补贴、重度残疾人护理补贴,回执编号 620403-03-20261221-00010');
INSERT INTO "ledger" VALUES(2,'2026-12-21T09:20:00+08:00','区县平台','送达区县','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','已送达区县,办件编号 62040320261221000017');
INSERT INTO "ledger" VALUES(3,'2026-12-22T09:15:00+08:00','区县平台','部门反馈','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','残疾人证新办:部门已受理。部门已受理');
INSERT INTO "ledger" VALUES(4,'2026-12-23T09:15:00+08:00','区县平台','部门反馈','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','残疾人证新办:评定/公示中(停表)。进入评定、公示,期间停止计时');
INSERT INTO "ledger" VALUES(5,'2026-12-30T09:15:00+08:00','区县平台','部门反馈','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','残疾人证新办:部门已受理。恢复审核');
INSERT INTO "ledger" VALUES(6,'2026-12-31T09:15:00+08:00','区县平台','部门反馈','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','残疾人证新办:已办结。请领证:周一至周五');
INSERT INTO "ledger" VALUES(7,'2026-12-31T09:15:00+08:00','区县平台','部门反馈','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','重度残疾人护理补贴:部门已受理。证件已办结,继续审核');
INSERT INTO "ledger" VALUES(8,'2027-01-01T09:15:00+08:00','演示经办员','送达本人','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','残疾人证新办的结果已送达本人');
CREATE TABLE letter (
	id VARCHAR NOT NULL, 
	application VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_try VARCHAR NOT NULL, 
	answer TEXT NOT NULL, 
	files TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(application) REFERENCES application (id)
);
INSERT INTO "letter" VALUES('0e7b8a9d-4956-4604-863e-482b3624433c','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','2026-12-21T01:15:00.000000+00:00','已送达',1,'','62040320261221000017','[]','{"accepted_at":"2026-12-21T09:15:00+08:00","answers":{"age":"39","apply_categories":["4"],"bank_card":"6217000000000000005","birth":"1987-03-12","delivery":"2","ethnicity":"01","has_impairment":true,"holds_certificate":false,"household_kind":"0","id_number":"620403198703120029","low_income":true,"marriage":"20","name":"张样例","orphan_allowance":false,"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2","special_support":false},"chosen":["cert_new","living_subsidy","care_subsidy"],"clerk":"演示经办员","findings":[{"matter":"cert_new","outcome":"符合","waits_for":""},{"matter":"cert_renew","outcome":"不符合","waits_for":""},{"matter":"cert_move","outcome":"不符合","waits_for":""},{"matter":"cert_lost","outcome":"不符合","waits_for":""},{"matter":"cert_cancel","outcome":"不符合","waits_for":""},{"matter":"cert_change","outcome":"不符合","waits_for":""},{"matter":"living_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"care_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"employment","outcome":"可能符合","waits_for":""},{"matter":"pension","outcome":"可能符合","waits_for":"cert_new"}],"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","number":"620403-03-20261221-00010","pack_digest":"fcdb25abbcceb3694734e7cd64fb2e1bf3c06d22c66ce2a9b8b7596d1bd878d9","pack_version":"2026.11","pages":[],"region_code":"620403","seen":["household","id_card","photo","bank_card_copy"],"version":1,"window":"3"}');
CREATE TABLE matter (
	application VARCHAR NOT NULL, 
	matter VARCHAR NOT NULL, 
	place INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	note TEXT NOT NULL, 
	waits_for VARCHAR NOT NULL, 
	PRIMARY KEY (application, matter), 
	FOREIGN KEY(application) REFERENCES application (id)
);
INSERT INTO "matter" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','cert_new',0,'残疾人证新办','已送达本人','请领证:周一至周五','');
INSERT INTO "matter" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','living_subsidy',1,'困难残疾人生活补贴','随证待审(停表)','等“残疾人证新办”结果','cert_new');
INSERT INTO "matter" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','care_subsidy',2,'重度残疾人护理补贴','部门已受理','证件已办结,继续审核','cert_new');
CREATE TABLE news (
	id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "news" VALUES('n1',1);
INSERT INTO "news" VALUES('n2',2);
INSERT INTO "news" VALUES('n3',3);
INSERT INTO "news" VALUES('n4',4);
INSERT INTO "news" VALUES('n5',5);
CREATE INDEX ix_application_accepted_at ON application (accepted_at);
CREATE INDEX ix_application_id_number ON application (id_number);
CREATE INDEX ix_ledger_application ON ledger (application);
CREATE INDEX letter_due ON letter (state, next_try, created_at);
CREATE INDEX ix_letter_application ON letter (application);
COMMIT;
